package io.fleethub.hub.nodes.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClockReadingsTest {

    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private ClockReadings readings = ClockReadings.NONE;

    @Test
    void theDriftIsTheNodesClockMinusTheHubs() {
        hear("boot", 0, Duration.ofSeconds(70), Duration.ZERO);

        assertThat(readings.driftMillis()).hasValue(70_000);
    }

    @Test
    void theTimeThatAMessageWasUnderwayDoesNotCount() {
        hear("boot", 0, Duration.ofSeconds(-3), Duration.ZERO);
        for (int minute = 1; minute <= 5; minute++) {
            hear("boot", minute, Duration.ofSeconds(-3), Duration.ofMinutes(6 - minute));
        }

        assertThat(readings.driftMillis()).hasValue(-3_000);
    }

    @Test
    void aClockThatWasSetIsBelievedAfterTwoStatuses() {
        for (int minute = 0; minute < 5; minute++) {
            hear("boot", minute, Duration.ofHours(1), Duration.ZERO);
        }

        hear("boot", 5, Duration.ZERO, Duration.ZERO);
        assertThat(readings.driftMillis()).hasValue(3_600_000);
        hear("boot", 6, Duration.ZERO, Duration.ZERO);

        assertThat(readings.driftMillis()).hasValue(0);
    }

    @Test
    void anotherBootBeginsAnew() {
        for (int minute = 0; minute < 5; minute++) {
            hear("boot", minute, Duration.ofHours(1), Duration.ZERO);
        }

        hear("other", 5, Duration.ofMillis(20), Duration.ZERO);

        assertThat(readings.driftMillis()).hasValue(20);
    }

    @Test
    void aClockThatSaysItIsSyncedNowBeginsAnew() {
        readings = readings.and(status("boot", Instant.EPOCH, 1_000, false), T0);

        readings = readings.and(status("boot", T0.plusSeconds(60), 61_000, true), T0.plusSeconds(60));

        assertThat(readings.driftMillis()).hasValue(0);
    }

    @Test
    void aStrangerWithoutUptimeIsMeasuredToo() {
        StatusReport status = StatusReport.builder(StatusEvent.HEARTBEAT)
                .sentAt(T0.plusSeconds(9))
                .build();

        assertThat(readings.and(status, T0).driftMillis()).hasValue(9_000);
    }

    @Test
    void whoDoesNotTellTheTimeIsNotMeasured() {
        StatusReport status = StatusReport.builder(StatusEvent.HEARTBEAT).build();

        assertThat(readings.and(status, T0)).isEqualTo(ClockReadings.NONE);
        assertThat(readings.driftMillis()).isEmpty();
    }

    @Test
    void onlyAFewAreKeptAndTheySurviveBeingWrittenDown() {
        for (int minute = 0; minute < 50; minute++) {
            hear("boot", minute, Duration.ofSeconds(1), Duration.ZERO);
        }

        assertThat(readings.latest()).hasSize(8);
        assertThat(NodeMemory.read(NodeMemory.write(readings), null).clock()).isEqualTo(readings);
    }

    /** A status sent some minutes after T0, by a clock that is off, and underway for a while. */
    private void hear(String boot, int minute, Duration off, Duration underway) {
        Instant sent = T0.plus(Duration.ofMinutes(minute));
        readings = readings.and(
                status(boot, sent.plus(off), Duration.ofMinutes(minute + 10L).toMillis(), true), sent.plus(underway));
    }

    private static StatusReport status(String boot, @Nullable Instant sentAt, long uptime, boolean synced) {
        return StatusReport.builder(StatusEvent.HEARTBEAT)
                .sentAt(sentAt)
                .boot(boot, uptime, synced)
                .build();
    }
}
