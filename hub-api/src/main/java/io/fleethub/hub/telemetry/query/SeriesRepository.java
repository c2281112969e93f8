package io.fleethub.hub.telemetry.query;

import io.agroal.api.AgroalDataSource;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads series from reports and roll-ups; runs in the caller's transaction, whose scope the database knows. Stateless. */
@ApplicationScoped
class SeriesRepository {

    /** Each is a look at the primary key's first entry. */
    private static final String REACHES = """
            SELECT m.metric_id, m.name,
                (SELECT min(bucket) FROM telemetry_hourly WHERE node_id = k.node_id AND metric_id = m.metric_id),
                (SELECT min(bucket) FROM telemetry_daily WHERE node_id = k.node_id AND metric_id = m.metric_id),
                (SELECT min(bucket) FROM telemetry_monthly WHERE node_id = k.node_id AND metric_id = m.metric_id)
            FROM (SELECT ? AS node_id) k, metric_name m
            """;

    private static final String NAMED = REACHES + "WHERE m.name = ANY (?) ORDER BY m.name";
    private static final String OF_NODE = REACHES + """
            WHERE m.metric_id IN (
                SELECT metric_id FROM telemetry_monthly WHERE node_id = ?
                UNION
                SELECT unnest(metric_ids) FROM metric_set WHERE metric_set_id IN (
                    SELECT metric_set_id FROM telemetry_newest WHERE node_id = ?))
            ORDER BY m.name LIMIT ?""";

    private static final String REPORTS = """
            SELECT u.metric_id, r.corrected_at AS at, 1::bigint AS samples, u.value AS lowest, u.value AS highest,
                u.value AS total, u.value AS last, r.corrected_at AS last_at, r.report_id
            FROM telemetry_report r JOIN metric_set s ON s.metric_set_id = r.metric_set_id
            CROSS JOIN LATERAL unnest(s.metric_ids, r.numbers) AS u (metric_id, value)
            WHERE r.node_id = ? AND u.metric_id = ANY (?) AND r.corrected_at >= ? AND r.corrected_at < ?""";
    private static final String ROLLUP = """
            SELECT metric_id, bucket AS at, samples, lowest, highest, total, last, last_at, 0::bigint AS report_id
            FROM %s WHERE node_id = ? AND metric_id = ANY (?) AND bucket >= ? AND bucket < ?""";
    private static final String SERIES = """
            SELECT metric_id, (extract(epoch FROM %s) * 1000)::bigint AS point, %s
            FROM (%s) parts GROUP BY metric_id, point ORDER BY metric_id, point""";
    private static final String MONTH = "date_trunc('month', at, 'UTC')";
    private static final String WIDTH = "date_bin(%d * interval '1 millisecond', at, 'epoch')";

    private final AgroalDataSource dataSource;

    SeriesRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Since when reports are there. */
    Instant reportsSince() {
        return Sql.query(
                dataSource, "SELECT nullif(before, '-infinity') FROM telemetry_dropped", statement -> {}, rows -> {
                    rows.next();
                    return Optional.ofNullable(instant(rows, 1)).orElse(Instant.MIN);
                });
    }

    /** Those of the names that there are. */
    List<Reach> named(NodeId nodeId, List<String> names) {
        return Sql.query(
                dataSource,
                NAMED,
                statement -> {
                    statement.setString(1, nodeId.value());
                    statement.setObject(2, names.toArray(String[]::new));
                },
                SeriesRepository::reaches);
    }

    /** All of a node: those that were rolled up ever, and those that it reports now. */
    List<Reach> ofNode(NodeId nodeId, int atMost) {
        return Sql.query(
                dataSource,
                OF_NODE,
                statement -> {
                    statement.setString(1, nodeId.value());
                    statement.setString(2, nodeId.value());
                    statement.setString(3, nodeId.value());
                    statement.setInt(4, atMost);
                },
                SeriesRepository::reaches);
    }

    private static List<Reach> reaches(ResultSet rows) throws SQLException {
        List<Reach> found = new ArrayList<>();
        while (rows.next()) {
            found.add(
                    new Reach(rows.getInt(1), rows.getString(2), instant(rows, 3), instant(rows, 4), instant(rows, 5)));
        }
        return found;
    }

    /** Those that have points, by name. */
    List<TelemetryView.Series> series(
            NodeId nodeId, List<Reach> metrics, List<Segment> segments, Resolution resolution, Aggregate aggregate) {
        if (metrics.isEmpty() || segments.isEmpty()) {
            return List.of();
        }
        Integer[] ids = metrics.stream().map(Reach::metricId).toArray(Integer[]::new);
        Map<Integer, List<List<Number>>> points = Sql.query(
                dataSource,
                sql(segments, resolution, aggregate),
                statement -> bind(statement, nodeId, ids, segments),
                rows -> {
                    Map<Integer, List<List<Number>>> found = new HashMap<>();
                    while (rows.next()) {
                        found.computeIfAbsent(rows.getInt(1), id -> new ArrayList<>())
                                .add(List.of(rows.getLong(2), TelemetryQueryRepository.number(rows.getDouble(3))));
                    }
                    return found;
                });
        Map<String, List<List<Number>>> byName = new TreeMap<>();
        metrics.forEach(metric -> {
            List<List<Number>> own = points.get(metric.metricId());
            if (own != null) {
                byName.put(metric.name(), own);
            }
        });
        return byName.entrySet().stream()
                .map(one -> new TelemetryView.Series(one.getKey(), one.getValue()))
                .toList();
    }

    /** Nothing in it comes from outside. */
    static String sql(List<Segment> segments, Resolution resolution, Aggregate aggregate) {
        String bucket = resolution.source() == Source.MONTHLY
                ? MONTH
                : WIDTH.formatted(resolution.width().toMillis());
        String parts = segments.stream()
                .map(segment -> segment.source() == Source.REPORTS
                        ? REPORTS
                        : ROLLUP.formatted(segment.source().table()))
                .collect(Collectors.joining(" UNION ALL "));
        return SERIES.formatted(bucket, aggregate.sql(), parts);
    }

    static void bind(PreparedStatement statement, NodeId nodeId, Integer[] ids, List<Segment> segments)
            throws SQLException {
        int next = 1;
        for (Segment segment : segments) {
            statement.setString(next++, nodeId.value());
            statement.setObject(next++, ids);
            statement.setObject(next++, segment.from().atOffset(ZoneOffset.UTC));
            statement.setObject(next++, segment.to().atOffset(ZoneOffset.UTC));
        }
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
