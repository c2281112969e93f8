package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LatestValuesTest {

    private static final Instant T = Instant.parse("2026-11-21T12:00:00Z");

    private final LatestValues values = LatestValues.none();

    @Test
    void of_equal_times_the_greater_seq_is_newer() {
        values.take(report(2, T, Map.of("m", 2L)));

        values.take(report(1, T, Map.of("m", 1L)));

        assertThat(values.metrics()).isEqualTo("{\"m\":[2,%d,2]}".formatted(BinaryCopy.micros(T)));
    }

    @Test
    void each_metric_has_a_time_of_its_own() {
        values.take(report(1, T, Map.of("a", 1L)));

        values.take(report(2, T.minusSeconds(1), Map.of("b", true)));

        assertThat(values.metrics()).contains("\"a\":[1,", "\"b\":[true,");
        assertThat(values.correctedAt()).isEqualTo(T);
    }

    @Test
    void a_node_that_invents_names_loses_the_oldest() {
        values.take(report(1, T.minusSeconds(1), Map.of("oldest", 1L)));
        for (int i = 0; i < LatestValues.MAX_METRICS / 200; i++) {
            Map<String, Object> metrics = new HashMap<>();
            for (int k = 0; k < 200; k++) {
                metrics.put("n" + i + "." + k, 1L);
            }
            values.take(report(i + 2L, T, metrics));
        }

        assertThat(values.metrics()).doesNotContain("oldest").contains("n0.0");
    }

    private static KeptReport report(long seq, Instant time, Map<String, Object> metrics) {
        Entry entry = new Entry(
                new NodeId("n"),
                new TenantId(UUID.randomUUID()),
                "s",
                null,
                time,
                TelemetryReport.of(seq, time, null, true, metrics),
                Values.of(metrics));
        return new KeptReport(entry, time, false);
    }
}
