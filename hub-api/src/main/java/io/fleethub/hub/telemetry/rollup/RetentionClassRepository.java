package io.fleethub.hub.telemetry.rollup;

import io.agroal.api.AgroalDataSource;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenants' own retention classes; runs in the caller's transaction. Stateless. */
@ApplicationScoped
class RetentionClassRepository {

    private static final String ALL =
            "SELECT tenant_id, pattern, hourly_days, daily_days, monthly_days FROM retention_class ORDER BY pattern";
    private static final String PUT = """
            INSERT INTO retention_class (tenant_id, pattern, hourly_days, daily_days, monthly_days) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, pattern) DO UPDATE SET hourly_days = excluded.hourly_days,
                daily_days = excluded.daily_days, monthly_days = excluded.monthly_days""";

    private final AgroalDataSource dataSource;

    RetentionClassRepository(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Those in the transaction's scope. */
    Map<UUID, List<RetentionClass>> byTenant() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            Map<UUID, List<RetentionClass>> found = new HashMap<>();
            while (rows.next()) {
                Integer monthly = rows.getObject(5, Integer.class);
                found.computeIfAbsent(rows.getObject(1, UUID.class), tenant -> new ArrayList<>())
                        .add(new RetentionClass(
                                rows.getString(2),
                                Duration.ofDays(rows.getInt(3)),
                                Duration.ofDays(rows.getInt(4)),
                                monthly == null ? null : Duration.ofDays(monthly),
                                true));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the retention classes", e);
        }
    }

    void put(TenantId tenantId, RetentionClass one) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(PUT)) {
            insert.setObject(1, tenantId.value());
            insert.setString(2, one.pattern());
            insert.setLong(3, one.hourly().toDays());
            insert.setLong(4, one.daily().toDays());
            insert.setObject(5, days(one.monthly()), Types.INTEGER);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("could not keep the retention class " + one.pattern(), e);
        }
    }

    private static @Nullable Integer days(@Nullable Duration duration) {
        return duration == null ? null : Math.toIntExact(duration.toDays());
    }

    /** @return false when there was none */
    boolean delete(String pattern) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM retention_class WHERE pattern = ?")) {
            delete.setString(1, pattern);
            return delete.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new IllegalStateException("could not delete the retention class " + pattern, e);
        }
    }
}
