package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** What the database holds of the streams of a fleet's real nodes. */
final class RealStreams {

    private RealStreams() {}

    static Instant newestSample(Fleet fleet, String nodeId) {
        JsonNode latest = fleet.admin()
                .get("nodes/" + nodeId + "/telemetry/latest")
                .expect(200)
                .body();
        return Instant.parse(latest.get("sampledAt").asText());
    }

    /** For each stream: count = count distinct = max - min + 1. */
    static void assertWhole(Fleet fleet) throws SQLException {
        int streams = 0;
        try (Connection sql = fleet.sql();
                PreparedStatement select = sql.prepareStatement(
                        "SELECT node_id, stream_id, count(*), count(DISTINCT seq), max(seq) - min(seq) + 1"
                                + " FROM telemetry_report WHERE node_id = ANY (?) AND seq IS NOT NULL GROUP BY 1, 2")) {
            select.setArray(1, sql.createArrayOf("text", fleet.nodeIds().toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    streams++;
                    assertThat(rows.getLong(3))
                            .as("rows of %s/%s", rows.getString(1), rows.getString(2))
                            .isEqualTo(rows.getLong(4))
                            .isEqualTo(rows.getLong(5));
                }
            }
        }
        assertThat(streams).isPositive();
    }
}
