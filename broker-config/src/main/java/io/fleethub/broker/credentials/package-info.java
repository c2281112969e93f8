/**
 * The secrets of the nodes, as hashes. {@link io.fleethub.broker.credentials.CredentialFeed} asks the hub's {@code
 * broker/credentials} again and again, {@link io.fleethub.broker.credentials.CredentialStore} holds the answer in memory
 * and on disk, and whoever decides reads one immutable {@link io.fleethub.broker.credentials.Credentials}. While the hub
 * is away the last answer stays in force, also over a restart. An empty one is healthy: the hub gets in, nodes do not.
 */
@NullMarked
package io.fleethub.broker.credentials;

import org.jspecify.annotations.NullMarked;
