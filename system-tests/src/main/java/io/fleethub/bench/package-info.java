/**
 * The benchmarks behind {@code ./fleet bench NAME}. A {@link io.fleethub.bench.Scenario} sets up {@link
 * io.fleethub.bench.Contest}s: ours beside a peer beside the limit of what the machine can do. The contenders take turns
 * within one run ({@link io.fleethub.bench.Contest#hold}), so that a slow minute of the machine hits all of them, and
 * what counts is the ratio of their medians. A trial that lost, doubled or piled up anything has a fault and no score.
 * {@code fleet} starts what is measured through the front door, {@code machine} says on what it was measured, {@code
 * load} makes the messages, {@code peer} holds the competitors, {@code scenario} the benchmarks. Nothing in here is on
 * the product's class path, and no class of hub, broker or agent is on this one.
 */
@NullMarked
package io.fleethub.bench;

import org.jspecify.annotations.NullMarked;
