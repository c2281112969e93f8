package io.fleethub.hub.telemetry.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every query for telemetry; runs in the caller's transaction, whose scope the database knows. Stateless. */
@ApplicationScoped
class TelemetryQueryRepository {

    private static final String LATEST =
            "SELECT corrected_at, received_at, metrics::text FROM telemetry_latest WHERE node_id = ?";
    private static final String RAW = """
            SELECT r.report_id, r.corrected_at, r.stream_id, r.seq, r.sampled_at, r.received_at, r.time_uncertain,
                s.names, r.numbers, r.others::text
            FROM telemetry_report r JOIN metric_set s ON s.metric_set_id = r.metric_set_id
            WHERE r.node_id = ? AND r.corrected_at >= ? AND r.corrected_at < ?
                AND (r.corrected_at, r.report_id) > (?, ?)
                AND (cardinality(?::text[]) = 0 OR s.names && ?::text[]
                    OR jsonb_exists_any(coalesce(r.others, '{}'), ?::text[]))
            ORDER BY r.corrected_at, r.report_id LIMIT ?""";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final double EXACT = 1L << 53;

    private final AgroalDataSource dataSource;

    TelemetryQueryRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A report with the key that orders it. */
    record Found(Instant correctedAt, long id, ReportView report) {}

    boolean nodeExists(NodeId nodeId) {
        return Sql.query(
                dataSource,
                "SELECT 1 FROM node WHERE node_id = ?",
                statement -> statement.setString(1, nodeId.value()),
                ResultSet::next);
    }

    Optional<LatestView> latest(NodeId nodeId) {
        return Sql.query(dataSource, LATEST, statement -> statement.setString(1, nodeId.value()), rows -> {
            if (!rows.next()) {
                return Optional.empty();
            }
            Map<String, LatestView.Value> metrics = new TreeMap<>();
            for (Map.Entry<String, JsonNode> metric :
                    json(rows.getString(3), JsonNode.class).properties()) {
                JsonNode entry = metric.getValue();
                metrics.put(
                        metric.getKey(),
                        new LatestView.Value(
                                value(entry.get(0)), ofMicros(entry.get(1).asLong())));
            }
            return Optional.of(new LatestView(instant(rows, 1), instant(rows, 2), metrics));
        });
    }

    List<Found> raw(RawQuery wanted) {
        return Sql.query(
                dataSource,
                RAW,
                statement -> {
                    statement.setString(1, wanted.nodeId().value());
                    statement.setObject(2, wanted.from().atOffset(ZoneOffset.UTC));
                    statement.setObject(3, wanted.to().atOffset(ZoneOffset.UTC));
                    statement.setObject(4, wanted.afterTime().atOffset(ZoneOffset.UTC));
                    statement.setLong(5, wanted.afterId());
                    for (int i = 6; i <= 8; i++) {
                        statement.setObject(i, wanted.metrics().toArray(String[]::new));
                    }
                    statement.setInt(9, wanted.limit() + 1);
                },
                rows -> {
                    List<Found> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(report(rows, wanted.metrics()));
                    }
                    return found;
                });
    }

    private static Found report(ResultSet rows, List<String> wanted) throws SQLException {
        Instant corrected = instant(rows, 2);
        OffsetDateTime sampled = rows.getObject(5, OffsetDateTime.class);
        Instant sampledAt = sampled == null ? null : sampled.toInstant();
        Map<String, Object> metrics = new TreeMap<>();
        String[] names = (String[]) rows.getArray(8).getArray();
        Double[] numbers = (Double[]) rows.getArray(9).getArray();
        for (int i = 0; i < names.length; i++) {
            metrics.put(names[i], number(numbers[i]));
        }
        String others = rows.getString(10);
        if (others != null) {
            metrics.putAll(json(others, VALUES));
        }
        if (!wanted.isEmpty()) {
            metrics.keySet().retainAll(wanted);
        }
        ReportView report = new ReportView(
                rows.getString(3),
                rows.getObject(4, Long.class),
                sampledAt,
                instant(rows, 6),
                corrected.equals(sampledAt) ? null : corrected,
                rows.getBoolean(7) ? Boolean.TRUE : null,
                metrics);
        return new Found(corrected, rows.getLong(1), report);
    }

    static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    /** Whole numbers look whole again. */
    static Number number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT ? (Number) (long) value : (Number) value;
    }

    private static Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.numberValue();
    }

    private static <T> T json(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("telemetry is not what was written", e);
        }
    }

    private static <T> T json(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("telemetry is not what was written", e);
        }
    }
}
