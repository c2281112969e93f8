package io.fleethub.hub.bridge.mqtt;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waiting times that double from a first one up to a limit, each shortened by a random part of up to a half, so that many that were
 * cut together do not come back together. Not thread-safe: belongs to the one thread that waits.
 */
public final class Backoff {

    private final Duration first;
    private final Duration limit;
    private final DoubleSupplier random;
    private int failures;

    /** @param random gives values in [0, 1) */
    public Backoff(Duration first, Duration limit, DoubleSupplier random) {
        this.first = first;
        this.limit = limit;
        this.random = random;
    }

    public Duration next() {
        long whole = Math.min(limit.toMillis(), first.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(Math.max(1, Math.round(whole * (1 - random.getAsDouble() / 2))));
    }

    public void reset() {
        failures = 0;
    }
}
