/**
 * Who may connect and what they may do, without a type of the broker: {@link io.fleethub.broker.access.ConnectPolicy}
 * turns a {@link io.fleethub.broker.access.ConnectAttempt} into a {@link io.fleethub.broker.access.Decision}, and {@link
 * io.fleethub.broker.access.TopicGrants} an {@link io.fleethub.broker.access.Identity} into its {@link
 * io.fleethub.broker.access.Grant}s. Both follow the contract's "Identity" and "Access"; what they do not allow is refused.
 */
@NullMarked
package io.fleethub.broker.access;

import org.jspecify.annotations.NullMarked;
