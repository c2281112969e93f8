package io.fleethub.broker.credentials;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pauses between failed attempts: doubled up to a limit, half of each by chance. Confined to one thread. */
final class RetryPause {

    private static final Duration FIRST = Duration.ofMillis(100);

    private final Duration longest;
    private final RandomGenerator random;
    private Duration next = FIRST;

    RetryPause(Duration longest, RandomGenerator random) {
        this.longest = longest;
        this.random = random;
    }

    Duration next() {
        Duration whole = next.compareTo(longest) < 0 ? next : longest;
        next = whole.multipliedBy(2);
        long half = whole.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    void reset() {
        next = FIRST;
    }
}
