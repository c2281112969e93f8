package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sample to row: nothing lost, nothing doubled, and no false OFFLINE, while parts of the fleet are away. */
@ExtendWith(DemoFleet.class)
class TelemetryPathIT {

    /** Longer than offline-after (20 s), so that a blind hub would mark the fleet OFFLINE. */
    private static final Duration AWAY = Duration.ofSeconds(60);

    @Test
    void everyNodeIsOnlineWithRealMetrics(Fleet fleet) {
        Rest admin = fleet.admin();

        for (String nodeId : fleet.nodeIds()) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(admin.presence(nodeId)).isEqualTo("ONLINE");
                JsonNode metrics = admin.get("nodes/" + nodeId + "/telemetry/latest")
                        .expect(200)
                        .body()
                        .get("metrics");
                assertThat(metrics.at("/mem.percent/value").asDouble()).isBetween(0.1, 100.0);
                assertThat(metrics.at("/disk.free.bytes/value").asDouble()).isPositive();
                assertThat(metrics.has("cpu.percent")).isTrue();
            });
        }
    }

    @Test
    void aFrozenHubLosesNothingAndAccusesNobody(Fleet fleet) {
        long hub = fleet.process("hub").pid();
        Instant begin = Instant.now();

        Fleet.signal("STOP", hub);
        waitFor(AWAY);
        Fleet.signal("CONT", hub);

        assertWhole(fleet, begin);
    }

    @Test
    void aKilledHubLosesNothingAndAccusesNobody(Fleet fleet) {
        long before = fleet.process("hub").pid();
        Instant begin = Instant.now();

        Fleet.signal("KILL", before);

        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(
                        () -> assertThat(fleet.ready().at("/pids/hub").asLong()).isNotEqualTo(before));
        assertWhole(fleet, begin);
    }

    @Test
    void aKilledBrokerLosesNothingAndAccusesNobody(Fleet fleet) {
        long before = fleet.process("broker").pid();
        Instant begin = Instant.now();

        Fleet.signal("KILL", before);

        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() ->
                        assertThat(fleet.ready().at("/pids/broker").asLong()).isNotEqualTo(before));
        assertWhole(fleet, begin);
    }

    /** The wait is the experiment itself: the hub has to be away for that long. */
    private static void waitFor(Duration time) {
        Instant end = Instant.now().plus(time);
        Awaitility.await().atMost(time.plusSeconds(5)).until(() -> Instant.now().isAfter(end));
    }

    /**
     * A hub that was just started again does not answer yet; that is no fault while the time has not passed.
     *
     * <p>For each stream: count = count distinct = max - min + 1, max newer than the fault, and no OFFLINE in between.
     */
    private static void assertWhole(Fleet fleet, Instant begin) {
        Instant healed = Instant.now();
        Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions().untilAsserted(() -> {
            for (String nodeId : fleet.nodeIds()) {
                Instant newest = newestSample(fleet, nodeId);
                assertThat(newest).as("newest sample of %s", nodeId).isAfter(healed);
            }
            for (Map.Entry<String, long[]> stream : streams(fleet).entrySet()) {
                long[] counts = stream.getValue();
                assertThat(counts[0])
                        .as("rows of %s", stream.getKey())
                        .isEqualTo(counts[1])
                        .isEqualTo(counts[2]);
            }
        });
        Rest admin = fleet.admin();
        for (String nodeId : fleet.nodeIds()) {
            assertThat(admin.presence(nodeId)).isEqualTo("ONLINE");
            admin.get("nodes/" + nodeId + "/presence")
                    .expect(200)
                    .body()
                    .get("items")
                    .forEach(change -> {
                        if (Instant.parse(change.get("at").asText()).isAfter(begin)) {
                            assertThat(change.get("state").asText())
                                    .as(change.toString())
                                    .isNotEqualTo("OFFLINE");
                        }
                    });
        }
    }

    private static Instant newestSample(Fleet fleet, String nodeId) {
        JsonNode latest = fleet.admin()
                .get("nodes/" + nodeId + "/telemetry/latest")
                .expect(200)
                .body();
        return Instant.parse(latest.get("sampledAt").asText());
    }

    private static Map<String, long[]> streams(Fleet fleet) throws SQLException {
        Map<String, long[]> streams = new LinkedHashMap<>();
        // Other tests on this fleet have nodes whose storage goes back in time: their streams may have holes.
        try (Connection sql = fleet.sql();
                PreparedStatement select = sql.prepareStatement(
                        "select node_id, stream_id, count(*), count(distinct seq), max(seq) - min(seq) + 1"
                                + " from telemetry_report where seq is not null and node_id = any (?)"
                                + " group by node_id, stream_id")) {
            select.setArray(1, sql.createArrayOf("text", fleet.nodeIds().toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    streams.put(
                            rows.getString(1) + "/" + rows.getString(2),
                            new long[] {rows.getLong(3), rows.getLong(4), rows.getLong(5)});
                }
            }
        }
        assertThat(streams).isNotEmpty();
        return streams;
    }
}
