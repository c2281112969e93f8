/**
 * What the operator decided: one JSON file (comments allowed), read once at start.
 *
 * <p>{@link io.fleethub.agent.config.AgentConfigLoader} reads the text, names the key of everything that is wrong and refuses keys
 * it does not know, since a misspelt limit that is silently ignored is found in the field. The records check themselves
 * in their constructors, so that a config made by a test or by a CONFIG_PUSH obeys the same rules. The node's secret never
 * appears in {@code toString} or in the log.
 */
@NullMarked
package io.fleethub.agent.config;

import org.jspecify.annotations.NullMarked;
