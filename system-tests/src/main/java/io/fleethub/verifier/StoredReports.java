package io.fleethub.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what PostgreSQL holds of some nodes, row by row, within the caller's transaction. Not thread-safe. */
final class StoredReports {

    private static final int FETCH = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEPT =
            """
            SELECT node_id, stream_id, seq, micros(sampled_at), uptime_ms, micros(corrected_at), micros(received_at),
                metric_set_id, numbers, others::text, tenant_id::text
            FROM telemetry_report WHERE node_id = ANY (?)""".replaceAll("micros\\((\\w+)\\)", "(extract(epoch FROM $1) * 1000000)::bigint");

    /**
     * One row of {@code telemetry_report}.
     *
     * @param tenant as text
     */
    record Row(
            String node,
            @Nullable String stream,
            @Nullable Long seq,
            @Nullable Long sampledMicros,
            @Nullable Long uptimeMs,
            long correctedMicros,
            long receivedMicros,
            SortedMap<String, Object> metrics,
            String tenant) {}

    /** One row of {@code refused_report}. */
    record Refusal(String node, String stream, long seq, String reason) {}

    /** Takes one thing after the other. */
    interface Each<T> {
        void take(T one);
    }

    private final Connection connection;
    private final Array nodes;
    private final Map<Integer, List<String>> metricSets = new HashMap<>();

    StoredReports(Connection connection, Collection<String> nodes) throws SQLException {
        this.connection = connection;
        this.nodes = connection.createArrayOf("text", nodes.toArray());
        try (PreparedStatement select = connection.prepareStatement("SELECT metric_set_id, names FROM metric_set");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                metricSets.put(
                        rows.getInt(1), List.of((String[]) rows.getArray(2).getArray()));
            }
        }
    }

    void kept(Each<Row> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEPT)) {
            select.setFetchSize(FETCH);
            select.setArray(1, nodes);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.take(row(rows));
                }
            }
        }
    }

    private Row row(ResultSet rows) throws SQLException {
        SortedMap<String, Object> metrics = new TreeMap<>();
        List<String> names = metricSets.getOrDefault(rows.getInt(8), List.of());
        Double[] numbers = (Double[]) rows.getArray(9).getArray();
        for (int i = 0; i < numbers.length; i++) {
            metrics.put(i < names.size() ? names.get(i) : "nameless." + i, numbers[i]);
        }
        String others = rows.getString(10);
        if (others != null) {
            addOthers(others, metrics);
        }
        return new Row(
                rows.getString(1),
                rows.getString(2),
                rows.getObject(3, Long.class),
                rows.getObject(4, Long.class),
                rows.getObject(5, Long.class),
                rows.getLong(6),
                rows.getLong(7),
                metrics,
                rows.getString(11));
    }

    private static void addOthers(String json, SortedMap<String, Object> metrics) {
        try {
            for (Map.Entry<String, JsonNode> other : JSON.readTree(json).properties()) {
                metrics.put(other.getKey(), other.getValue().asText());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("telemetry_report.others is no JSON: " + json, e);
        }
    }

    void refused(Each<Refusal> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT node_id, stream_id, seq, reason FROM refused_report WHERE node_id = ANY (?) AND seq IS NOT NULL")) {
            select.setFetchSize(FETCH);
            select.setArray(1, nodes);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.take(new Refusal(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4)));
                }
            }
        }
    }

    /** Node to tenant. */
    Map<String, String> tenants() throws SQLException {
        return pairs("SELECT node_id, tenant_id::text FROM node WHERE node_id = ANY (?)");
    }

    /** Node to its latest values as JSON. */
    Map<String, String> latest() throws SQLException {
        return pairs("SELECT node_id, metrics::text FROM telemetry_latest WHERE node_id = ANY (?)");
    }

    private Map<String, String> pairs(String query) throws SQLException {
        Map<String, String> pairs = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setArray(1, nodes);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    pairs.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return pairs;
    }

    /** Node and SHA-256 in hex, of everything in quarantine. */
    void quarantined(Each<JournalFile.PoisonEntry> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT node_id, encode(sha256, 'hex') FROM quarantined_message WHERE node_id = ANY (?)")) {
            select.setArray(1, nodes);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.take(new JournalFile.PoisonEntry(rows.getString(1), rows.getString(2)));
                }
            }
        }
    }
}
