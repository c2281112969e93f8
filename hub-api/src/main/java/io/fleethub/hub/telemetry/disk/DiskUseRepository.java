package io.fleethub.hub.telemetry.disk;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What was measured of telemetry; runs in the caller's transaction, and sees what its scope may see. Stateless. */
@ApplicationScoped
class DiskUseRepository {

    private static final String DAYS = """
            SELECT day, sum(reports), sum(report_bytes) FROM telemetry_day WHERE day >= ? GROUP BY day ORDER BY day DESC""";
    /** The months' rows tell how many metrics of nodes there are; the row is as large as the largest table's are on average. */
    private static final String SERIES = """
            SELECT count(*) FROM telemetry_monthly WHERE bucket = ? AND metric_id = ANY (ARRAY(SELECT metric_id FROM metric_name))""";

    private static final String ROW_BYTES = """
            SELECT coalesce(sum(pg_total_relation_size(oid)) / nullif(sum(reltuples) FILTER (WHERE reltuples > 0), 0), 0)
            FROM pg_class WHERE oid IN ('telemetry_hourly'::regclass, 'telemetry_daily'::regclass, 'telemetry_monthly'::regclass)
                AND reltuples > 1000""";
    /** Measured with full pages, indexes included; for tables that are too small to be measured. */
    private static final long TYPICAL_ROW = 230;

    private final AgroalDataSource dataSource;

    DiskUseRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** @return false when there is no partition of that day */
    boolean measure(LocalDate day) {
        return query("SELECT measure_telemetry_day(?)", day, rows -> rows.next() && rows.getBoolean(1));
    }

    List<DiskUseView.MeasuredDay> days(LocalDate since) {
        return query(DAYS, since, rows -> {
            List<DiskUseView.MeasuredDay> days = new ArrayList<>();
            while (rows.next()) {
                days.add(new DiskUseView.MeasuredDay(
                        rows.getObject(1, LocalDate.class), rows.getLong(2), rows.getLong(3)));
            }
            return days;
        });
    }

    /** Metrics of nodes that were reported since this beginning of a month. */
    long series(Instant month) {
        return query(SERIES, month.atOffset(ZoneOffset.UTC), rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    long rollupRowBytes() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(ROW_BYTES);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            long measured = rows.getLong(1);
            return measured > 0 ? measured : TYPICAL_ROW;
        } catch (SQLException e) {
            throw new IllegalStateException("could not measure roll-ups", e);
        }
    }

    int forget(LocalDate before) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM telemetry_day WHERE day < ?")) {
            delete.setObject(1, before);
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("could not forget measured days", e);
        }
    }

    private <T> T query(String sql, Object parameter, Reading<T> reading) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, parameter);
            try (ResultSet rows = select.executeQuery()) {
                return reading.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the disk use of telemetry", e);
        }
    }
}
