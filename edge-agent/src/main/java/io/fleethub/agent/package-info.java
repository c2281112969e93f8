/**
 * The process on a node: it samples the machine, keeps what it has to say in a small database and tells the hub, and does what the hub asks.
 *
 * <p>Start reading at {@code Agent}, the only class that wires the others. {@code config} is what the
 * operator wrote, {@code storage} the one SQLite file, {@code broker} the one MQTT connection. Telemetry goes
 * {@code telemetry} to {@code outbox} to {@code broker}; {@code presence} says that the node lives and carries the figures
 * the hub answers with its mark; {@code commands} and {@code operations} are the way back.
 */
@NullMarked
package io.fleethub.agent;

import org.jspecify.annotations.NullMarked;
