package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ReportTime.Boot BOOT = new ReportTime.Boot("boot-1", NOW.minusSeconds(3_600));

    private final ReportTime time = new ReportTime(Duration.ofDays(30), Duration.ofDays(1));

    @Test
    void a_synced_time_is_believed() {
        assertThat(judge(NOW.minusSeconds(60), 1L, true, null)).isEqualTo(at(NOW.minusSeconds(60), false));
    }

    @Test
    void a_synced_time_in_2099_is_refused() {
        assertThat(judge(Instant.parse("2099-01-01T00:00:00Z"), 1L, true, BOOT))
                .isInstanceOfSatisfying(
                        ReportTime.Verdict.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo("TIME_OUT_OF_RANGE"));
    }

    @Test
    void a_synced_time_beyond_the_retention_is_refused() {
        assertThat(judge(NOW.minus(Duration.ofDays(31)), 1L, true, null))
                .isInstanceOf(ReportTime.Verdict.Refused.class);
    }

    @Test
    void the_uptime_corrects_1970_within_the_current_boot() {
        assertThat(judge(Instant.EPOCH, 600_000L, false, BOOT)).isEqualTo(at(NOW.minusSeconds(3_000), false));
    }

    @Test
    void of_an_earlier_boot_the_receipt_counts_and_is_uncertain() {
        ReportTime.Boot other = new ReportTime.Boot("boot-2", NOW.minusSeconds(10));

        assertThat(judge(Instant.EPOCH, 600_000L, false, other)).isEqualTo(at(NOW, true));
    }

    @Test
    void without_any_clock_the_receipt_counts_and_is_uncertain() {
        assertThat(judge(null, null, null, null)).isEqualTo(at(NOW, true));
    }

    @Test
    void a_stranger_that_does_not_speak_of_clocks_is_believed_within_bounds() {
        assertThat(judge(NOW.minusSeconds(5), null, null, null)).isEqualTo(at(NOW.minusSeconds(5), false));
        assertThat(judge(Instant.EPOCH, null, null, null)).isEqualTo(at(NOW, true));
    }

    @Test
    void an_uptime_that_would_lead_into_the_future_does_not_correct() {
        assertThat(judge(Instant.EPOCH, Long.MAX_VALUE, false, BOOT)).isEqualTo(at(NOW, true));
    }

    private ReportTime.Verdict judge(
            @Nullable Instant sampledAt,
            @Nullable Long uptime,
            @Nullable Boolean synced,
            ReportTime.@Nullable Boot boot) {
        TelemetryReport report = TelemetryReport.of(1L, sampledAt, uptime, synced, Map.of("m", 1L));
        return time.judge(report, NOW, "boot-1", boot);
    }

    private static ReportTime.Verdict at(Instant time, boolean uncertain) {
        return new ReportTime.Verdict.At(time, uncertain);
    }
}
