package io.fleethub.broker.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    @Test
    void pausesDoubleUpToTheLimitWithHalfLeftToChance() {
        RetryPause pause = new RetryPause(Duration.ofMillis(1_000), new Random(1));

        for (long whole : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertThat(pause.next()).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
        pause.reset();
        assertThat(pause.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
