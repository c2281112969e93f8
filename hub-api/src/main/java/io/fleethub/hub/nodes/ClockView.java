package io.fleethub.hub.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a node's clock is against the hub's.
 *
 * @param driftMs the node's minus the hub's, without the time that its messages are underway
 * @param synced what the node says of it
 * @param at when it was measured last
 */
record ClockView(long driftMs, @Nullable Boolean synced, Instant at) {}
