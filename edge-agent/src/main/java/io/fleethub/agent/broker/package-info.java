/**
 * The one connection to the broker, and the only place that knows the MQTT library.
 *
 * <p>{@code BrokerConnection} is what the features see: they publish and are told the outcome as a value,
 * and they are handed what arrives. A connection is made anew for every attempt, with a session number of its own and
 * a will that carries it; nothing of an old one is carried over, since what must not be lost is in the database.
 */
@NullMarked
package io.fleethub.agent.broker;

import org.jspecify.annotations.NullMarked;
