package io.fleethub.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Backoff backoff = new Backoff(Duration.ofSeconds(5));

    private Duration after(Duration life) {
        return backoff.afterLife(START, START.plus(life));
    }

    @Test
    void aChildThatKeepsDyingWaitsTwiceAsLongEachTimeUpToAMinute() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.add(after(Duration.ofSeconds(2)).toSeconds());
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void aLifeOfAMinuteForgetsTheDeathsBefore() {
        after(Duration.ofSeconds(1));
        after(Duration.ofSeconds(1));

        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(5));
    }
}
