/**
 * The agent's few threads. State is confined to one of them and each class says to which; {@link io.fleethub.agent.scheduling.AgentThread}
 * is how work gets there.
 */
@NullMarked
package io.fleethub.agent.scheduling;

import org.jspecify.annotations.NullMarked;
