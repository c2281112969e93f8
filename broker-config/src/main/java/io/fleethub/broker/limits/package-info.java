/**
 * How much one node and one tenant may send: pure rules that know neither the broker nor its extension SDK. {@link
 * io.fleethub.broker.limits.TrafficLimits} is asked about every publish and every connection of a node and answers with a
 * {@link io.fleethub.broker.limits.Verdict}: at once, after a while, or not at all. Each limit is a {@link
 * io.fleethub.broker.limits.Budget}; how often a node went beyond its own is kept for a minute by {@link
 * io.fleethub.broker.limits.Excess}, so that its next status can say so to the hub.
 */
@NullMarked
package io.fleethub.broker.limits;

import org.jspecify.annotations.NullMarked;
