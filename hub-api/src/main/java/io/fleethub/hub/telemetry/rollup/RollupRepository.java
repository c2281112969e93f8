package io.fleethub.hub.telemetry.rollup;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Makes roll-ups anew from the rows below them; runs in the caller's platform transaction. Stateless. */
@ApplicationScoped
class RollupRepository {

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('telemetry rollups'), ?)";
    /** Marks of a node that is being decommissioned stay, and go with it. */
    private static final String TAKE = """
            WITH due AS MATERIALIZED (
                SELECT ctid AS place, node_id FROM telemetry_rollup_mark WHERE shard = ? AND due_at <= now()
                ORDER BY due_at LIMIT ?),
            held AS MATERIALIZED (SELECT hold_nodes(ARRAY(SELECT DISTINCT node_id FROM due)) AS node_id)
            DELETE FROM telemetry_rollup_mark
            WHERE ctid = ANY (ARRAY(SELECT place FROM due JOIN held USING (node_id)))
            RETURNING node_id, tenant_id, hour""";

    private static final String POSTPONE = """
            UPDATE telemetry_rollup_mark SET due_at = now() + interval '1 hour' WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM telemetry_rollup_mark WHERE shard = ? AND due_at <= now() ORDER BY due_at LIMIT 1))
            RETURNING node_id || ' ' || hour""";

    /**
     * Where reports are gone, or fewer than the roll-up was made of, it knows more than they do and stays. The rows that were written
     * come back: what is above them has to be made anew too.
     */
    private static final String UPSERT = """
            ON CONFLICT (node_id, metric_id, bucket) DO UPDATE SET last_at = excluded.last_at, samples = excluded.samples,
                lowest = excluded.lowest, highest = excluded.highest, total = excluded.total, last = excluded.last
            WHERE excluded.samples >= known.samples AND known.bucket >= (SELECT before FROM telemetry_dropped)
            RETURNING node_id, tenant_id, bucket, metric_id""";

    private static final String HOURS = """
            INSERT INTO telemetry_hourly AS known
                (node_id, metric_id, bucket, tenant_id, lowest, highest, total, samples, last, last_at)
            SELECT d.node_id, v.metric_id, d.hour, d.tenant_id, min(v.value), max(v.value), sum(v.value), count(*),
                (array_agg(v.value ORDER BY v.corrected_at DESC, v.report_id DESC))[1], max(v.corrected_at)
            FROM unnest(?::text[], ?::uuid[], ?::timestamptz[]) AS d (node_id, tenant_id, hour)
            CROSS JOIN LATERAL (
                SELECT u.metric_id, u.value, r.corrected_at, r.report_id
                FROM telemetry_report r JOIN metric_set s ON s.metric_set_id = r.metric_set_id
                CROSS JOIN LATERAL unnest(s.metric_ids, r.numbers) AS u (metric_id, value)
                WHERE r.node_id = d.node_id AND r.corrected_at >= d.hour AND r.corrected_at < d.hour + interval '1 hour') v
            GROUP BY d.node_id, d.tenant_id, d.hour, v.metric_id
            """ + UPSERT;
    private static final String ABOVE = """
            INSERT INTO %1$s AS known
                (node_id, metric_id, bucket, tenant_id, lowest, highest, total, samples, last, last_at)
            SELECT d.node_id, d.metric_id, d.bucket, d.tenant_id, min(b.lowest), max(b.highest), sum(b.total), sum(b.samples),
                (array_agg(b.last ORDER BY b.last_at DESC))[1], max(b.last_at)
            FROM unnest(?::text[], ?::uuid[], ?::timestamptz[], ?::int[]) AS d (node_id, tenant_id, bucket, metric_id)
            JOIN %2$s b ON b.node_id = d.node_id AND b.metric_id = d.metric_id
                AND b.bucket >= d.bucket AND b.bucket < d.bucket + interval '%3$s'
            GROUP BY d.node_id, d.tenant_id, d.bucket, d.metric_id
            """ + UPSERT;
    private static final String DAYS = ABOVE.formatted("telemetry_daily", "telemetry_hourly", "24 hours");

    /**
     * A month may begin before the reports that are still there: it is made of days, which are kept until it is closed, so
     * it need not stay as it is. It is as long as it is in UTC, whatever the session's zone.
     */
    private static final String MONTHS = ABOVE.replace(
                    "d.bucket + interval '%3$s'",
                    "(d.bucket AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'")
            .replace(" AND known.bucket >= (SELECT before FROM telemetry_dropped)", "")
            .formatted("telemetry_monthly", "telemetry_daily");

    private final AgroalDataSource dataSource;

    RollupRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    private record Hour(String node, UUID tenant, OffsetDateTime begin) {}

    private record Cell(String node, UUID tenant, OffsetDateTime begin, int metric) {}

    /**
     * Makes the hours of due marks anew, and what is above them.
     *
     * @param atMost marks
     * @return how many marks are done; none while another hub has the shard
     */
    int rollUp(int shard, int atMost) {
        try (Connection connection = dataSource.getConnection()) {
            if (!lock(connection, shard)) {
                return 0;
            }
            List<Hour> taken = take(connection, shard, atMost);
            if (!taken.isEmpty()) {
                Set<Cell> hours = hours(connection, new LinkedHashSet<>(taken));
                Set<Cell> days = above(connection, DAYS, hours, RollupRepository::day);
                above(connection, MONTHS, days, RollupRepository::month);
            }
            return taken.size();
        } catch (SQLException e) {
            throw new IllegalStateException("could not roll up telemetry of shard " + shard, e);
        }
    }

    /** Puts the first due mark off, which stood in the way of the others; gives its name. */
    String postpone(int shard) {
        try (Connection connection = dataSource.getConnection()) {
            return lock(connection, shard) ? postpone(connection, shard) : "none";
        } catch (SQLException e) {
            throw new IllegalStateException("could not put off a mark of shard " + shard, e);
        }
    }

    private static String postpone(Connection connection, int shard) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(POSTPONE)) {
            update.setInt(1, shard);
            try (ResultSet rows = update.executeQuery()) {
                return rows.next() ? rows.getString(1) : "none";
            }
        }
    }

    /** One hub at a time works on a node, until its transaction ends: else the older of two views could be written last. */
    private static boolean lock(Connection connection, int shard) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setInt(1, shard);
            try (ResultSet rows = lock.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private static List<Hour> take(Connection connection, int shard, int atMost) throws SQLException {
        List<Hour> taken = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(TAKE)) {
            delete.setInt(1, shard);
            delete.setInt(2, atMost);
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Hour(
                            rows.getString(1),
                            rows.getObject(2, UUID.class),
                            rows.getObject(3, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC)));
                }
            }
        }
        return taken;
    }

    private static Set<Cell> hours(Connection connection, Collection<Hour> hours) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(HOURS)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text", hours.stream().map(Hour::node).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", hours.stream().map(Hour::tenant).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "timestamptz", hours.stream().map(Hour::begin).toArray()));
            return written(insert);
        }
    }

    private static Set<Cell> above(
            Connection connection, String sql, Set<Cell> below, UnaryOperator<OffsetDateTime> begin)
            throws SQLException {
        Set<Cell> wanted = new LinkedHashSet<>();
        below.forEach(
                cell -> wanted.add(new Cell(cell.node(), cell.tenant(), begin.apply(cell.begin()), cell.metric())));
        if (wanted.isEmpty()) {
            return wanted;
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text", wanted.stream().map(Cell::node).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", wanted.stream().map(Cell::tenant).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "timestamptz", wanted.stream().map(Cell::begin).toArray()));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "int4", wanted.stream().map(Cell::metric).toArray()));
            return written(insert);
        }
    }

    private static Set<Cell> written(PreparedStatement insert) throws SQLException {
        Set<Cell> written = new LinkedHashSet<>();
        try (ResultSet rows = insert.executeQuery()) {
            while (rows.next()) {
                written.add(new Cell(
                        rows.getString(1),
                        rows.getObject(2, UUID.class),
                        rows.getObject(3, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC),
                        rows.getInt(4)));
            }
        }
        return written;
    }

    private static OffsetDateTime day(OffsetDateTime time) {
        return time.truncatedTo(ChronoUnit.DAYS);
    }

    private static OffsetDateTime month(OffsetDateTime time) {
        return time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.firstDayOfMonth());
    }
}
