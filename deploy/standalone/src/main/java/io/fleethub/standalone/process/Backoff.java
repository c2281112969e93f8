package io.fleethub.standalone.process;

import java.time.Duration;
import java.time.Instant;

/** The wait before a dead child is started again: doubled each time it lived less than a minute, up to a minute. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private final Duration first;
    private Duration next;

    Backoff(Duration first) {
        this.first = first;
        this.next = first;
    }

    Duration afterLife(Instant started, Instant ended) {
        if (Duration.between(started, ended).compareTo(LONG_LIFE) >= 0) {
            next = first;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
