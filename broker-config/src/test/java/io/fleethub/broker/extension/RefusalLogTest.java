package io.fleethub.broker.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    @Test
    void writesTwentyLinesInTenSecondsAndThenAgain() {
        MovableClock clock = new MovableClock();
        RefusalLog log = new RefusalLog(clock);
        for (int i = 0; i < 20; i++) {
            assertThat(log.mayWrite()).isTrue();
        }

        assertThat(log.mayWrite()).isFalse();

        clock.advance(Duration.ofSeconds(11));
        assertThat(log.mayWrite()).isTrue();
    }
}
