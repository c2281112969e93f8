package io.fleethub.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run does. Thread-safe. */
final class Statistics {

    final LongAdder made = new LongAdder();
    final LongAdder heldBack = new LongAdder();
    final LongAdder published = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder acknowledgedMessages = new LongAdder();
    final LongAdder again = new LongAdder();
    final LongAdder confirmed = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    final LongAdder refusedPublishes = new LongAdder();
    final LongAdder poison = new LongAdder();
    final LongAdder poisonAcknowledged = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder failedConnects = new LongAdder();
    final LongAdder disconnects = new LongAdder();
    final LongAdder syncs = new LongAdder();
    final LongAdder syncsBeyond = new LongAdder();
    final AtomicInteger online = new AtomicInteger();
    final Histogram puback = new Histogram();
    final Histogram commit = new Histogram();

    Counts counts() {
        return new Counts(
                made.sum(),
                published.sum(),
                messages.sum(),
                acknowledged.sum(),
                acknowledgedMessages.sum(),
                confirmed.sum(),
                again.sum(),
                givenUp.sum(),
                heldBack.sum(),
                refusedPublishes.sum(),
                poison.sum(),
                poisonAcknowledged.sum(),
                repeated.sum(),
                connects.sum(),
                failedConnects.sum(),
                disconnects.sum(),
                syncs.sum(),
                syncsBeyond.sum(),
                online.get());
    }
}
