/**
 * A fleet of virtual nodes in one JVM: real connections, real messages, the whole sync protocol, no agent.
 *
 * <p>{@link io.fleethub.simulator.Simulation} registers its nodes by REST, connects them and lets them report. Each
 * {@code VirtualNode} is confined to one {@code NodeLoop}: its {@code NodeSession} connects, says BIRTH and HEARTBEAT and
 * comes back by a jittered back-off, its {@code NodeTelemetry} publishes what its {@code VirtualOutbox} holds and forgets
 * only what a {@code HubSync} covers. What is in flight is bounded for each node and for all of them ({@code InFlight}):
 * publishers that do not wait would measure the collapse of the broker's queue, and nothing else.
 *
 * <p>Reports are a function of seed, node and number ({@code ReportSource}), so an outbox keeps numbers and times only, and
 * a report that is sent again is the same. The {@code Journal} holds what was made and what was forgotten, with a hash of
 * each payload: the verifier compares it with the database.
 */
@NullMarked
package io.fleethub.simulator;

import org.jspecify.annotations.NullMarked;
