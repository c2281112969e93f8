package io.fleethub.simulator;

/**
 * Consecutive reports that were published together and are not confirmed.
 *
 * @param publishedNanos the last time
 * @param waitNanos how old it must have been at a status whose answer does not cover it, to go again
 * @param turns how often it went again
 */
record Flight(long from, long to, long publishedNanos, long waitNanos, int turns) {

    boolean isLost(long statusNanos) {
        return statusNanos - publishedNanos >= waitNanos;
    }

    boolean alone() {
        return from == to;
    }

    Flight again(long now, long atMostNanos) {
        return new Flight(from, to, now, Math.min(2 * waitNanos, atMostNanos), turns + 1);
    }

    Flight only(long seq) {
        return new Flight(seq, seq, publishedNanos, waitNanos, turns);
    }
}
