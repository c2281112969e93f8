package io.fleethub.standalone.process;

import java.time.Duration;
import java.time.Instant;

/** The wait before a dead child is started again: 5 s, twice as long each time it lived less than a minute, up to 1 min. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    Duration afterLife(Instant started, Instant ended) {
        if (Duration.between(started, ended).compareTo(LONG_LIFE) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
