/**
 * What this node can do, one folder for each operation or family; each implements
 * {@link io.fleethub.agent.commands.Operation} and knows nothing of MQTT, the journal or the hub.
 *
 * <p>{@link io.fleethub.agent.operations.NodeOperations} puts together those that the configuration allows.
 */
@NullMarked
package io.fleethub.agent.operations;

import org.jspecify.annotations.NullMarked;
