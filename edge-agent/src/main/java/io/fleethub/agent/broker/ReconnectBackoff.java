package io.fleethub.agent.broker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled each time up to a bound, with jitter, so that a fleet does not come
 * back in one instant. Begins small again only after a connection that lasted: a broker that accepts and drops, or one
 * that refuses the secret, is not hammered. Confined to the connection's thread.
 */
final class ReconnectBackoff {

    private final Duration initial;
    private final Duration atMost;
    private final Duration stableAfter;
    private final RandomGenerator random;
    private Duration next;

    ReconnectBackoff(Duration initial, Duration atMost, Duration stableAfter, RandomGenerator random) {
        this.initial = initial;
        this.atMost = atMost;
        this.stableAfter = stableAfter;
        this.random = random;
        this.next = initial;
    }

    /** The wait now, somewhere in the upper half of the present bound. */
    Duration wait(Duration lastedFor) {
        if (lastedFor.compareTo(stableAfter) >= 0) {
            next = initial;
        }
        Duration bound = next;
        Duration doubled = bound.multipliedBy(2);
        next = doubled.compareTo(atMost) < 0 ? doubled : atMost;
        long half = bound.toNanos() / 2;
        return Duration.ofNanos(half + (long) (half * random.nextDouble()));
    }
}
