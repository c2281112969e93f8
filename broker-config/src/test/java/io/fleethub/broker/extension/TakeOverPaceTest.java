package io.fleethub.broker.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TakeOverPaceTest {

    private static final NodeId NODE = new NodeId("pump-1");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final TakeOverPace pace = new TakeOverPace(nanos::get);

    @Test
    void aNodeMayTakeOverTwiceAMinuteWithoutWaiting() {
        for (int minute = 0; minute < 5; minute++) {
            assertThat(pace.next(NODE)).isEqualTo(Duration.ZERO);
            assertThat(pace.next(NODE)).isEqualTo(Duration.ZERO);
            pass(Duration.ofSeconds(61));
        }
    }

    @Test
    void whoGoesOnWaitsLongerEachTimeUpToALimit() {
        assertThat(waits(7)).containsExactly(0L, 0L, 1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void othersDoNotWait() {
        waits(7);

        assertThat(pace.next(new NodeId("pump-2"))).isEqualTo(Duration.ZERO);
    }

    @Test
    void aLaterOneNeverOvertakesAnEarlierOne() {
        for (int i = 0; i < 5; i++) {
            pace.next(NODE);
        }
        pass(Duration.ofSeconds(58));
        assertThat(pace.next(NODE)).isEqualTo(Duration.ofSeconds(5));

        pass(Duration.ofSeconds(3));

        assertThat(pace.next(NODE)).isEqualTo(Duration.ofSeconds(2));
    }

    /** Whole seconds of so many take-overs, each one coming when the one before was let through, and a second later. */
    private long[] waits(int count) {
        long[] seconds = new long[count];
        for (int i = 0; i < count; i++) {
            Duration wait = pace.next(NODE);
            seconds[i] = wait.toSeconds();
            pass(wait.plusSeconds(1));
        }
        return seconds;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
