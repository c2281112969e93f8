/**
 * What an operator can set, read once from the environment and checked whole: {@link
 * io.fleethub.broker.config.BrokerSettings} exists only when it is right, and a refusal names the variable.
 */
@NullMarked
package io.fleethub.broker.config;

import org.jspecify.annotations.NullMarked;
