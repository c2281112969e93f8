package io.fleethub.agent.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

    private static final Duration STABLE = Duration.ofMinutes(1);

    @Test
    void doublesUpToTheBound() {
        ReconnectBackoff backoff = backoff(longest());

        Stream<Long> waits = Stream.generate(
                        () -> backoff.wait(Duration.ZERO).plusMillis(1).toSeconds())
                .limit(6);

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void staysInTheUpperHalfOfTheBoundAndDiffersBetweenNodes() {
        Stream<Duration> waits = IntStream.range(0, 1_000)
                .mapToObj(seed -> backoff(new Random(seed)).wait(STABLE));

        assertThat(waits.distinct().toList())
                .hasSizeGreaterThan(900)
                .allMatch(wait -> wait.toMillis() >= 500 && wait.toMillis() <= 1_000);
    }

    @Test
    void doesNotBeginSmallAfterAConnectionThatDidNotLast() {
        ReconnectBackoff backoff = backoff(longest());
        backoff.wait(Duration.ZERO);
        backoff.wait(Duration.ZERO);

        Duration afterShortConnection = backoff.wait(STABLE.minusMillis(1));

        assertThat(afterShortConnection).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void beginsSmallAfterAConnectionThatLasted() {
        ReconnectBackoff backoff = backoff(longest());
        backoff.wait(Duration.ZERO);
        backoff.wait(Duration.ZERO);

        Duration afterLongConnection = backoff.wait(STABLE);

        assertThat(afterLongConnection).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    private static ReconnectBackoff backoff(RandomGenerator random) {
        return new ReconnectBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10), STABLE, random);
    }

    private static RandomGenerator longest() {
        return new Random() {
            @Override
            public double nextDouble() {
                return Math.nextDown(1.0);
            }
        };
    }
}
