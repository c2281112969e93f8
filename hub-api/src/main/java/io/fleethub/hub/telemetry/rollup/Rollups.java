package io.fleethub.hub.telemetry.rollup;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.retention.Prunable;
import io.fleethub.hub.telemetry.TelemetryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Lets roll-ups go when their metric's class says so; but hours not before their day, and days not before their month can no longer
 * change, since those are made from them. Stateless.
 */
@ApplicationScoped
class Rollups implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("roll-up retention");
    private static final Duration SLACK = Duration.ofDays(2);
    private static final String DELETE = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM %1$s WHERE metric_id = ANY (?) AND bucket < ? LIMIT ?))""";

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final RetentionClassRepository classes;
    private final RetentionClassService service;
    private final TelemetryConfig config;
    private final Clock clock;

    Rollups(
            ScopedTransactions transactions,
            AgroalDataSource dataSource,
            RetentionClassRepository classes,
            RetentionClassService service,
            TelemetryConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.classes = classes;
        this.service = service;
        this.config = config;
        this.clock = clock;
    }

    private record Old(String table, Instant before) {}

    @Override
    public String what() {
        return "roll-ups";
    }

    @Override
    public Pruned prune(int atMost) {
        return transactions.call(SCOPE, () -> {
            try (Connection connection = dataSource.getConnection()) {
                int left = atMost;
                for (Map.Entry<Old, List<Integer>> old :
                        old(connection, clock.instant()).entrySet()) {
                    left -= left > 0 ? delete(connection, old.getKey(), old.getValue(), left) : 0;
                }
                return new Pruned(atMost - left, left == 0);
            } catch (SQLException e) {
                throw new IllegalStateException("could not prune roll-ups", e);
            }
        });
    }

    /** The metrics whose roll-ups go before the same time. */
    private Map<Old, List<Integer>> old(Connection connection, Instant now) throws SQLException {
        Map<UUID, List<RetentionClass>> own = classes.byTenant();
        Map<UUID, List<RetentionClass>> inForce = new HashMap<>();
        Map<Old, List<Integer>> old = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT metric_id, tenant_id, name FROM metric_name");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                int metric = rows.getInt(1);
                List<RetentionClass> candidates = inForce.computeIfAbsent(
                        rows.getObject(2, UUID.class),
                        tenant -> service.withDefaults(own.getOrDefault(tenant, List.of())));
                olds(RetentionClass.of(rows.getString(3), candidates), now)
                        .forEach(one -> old.computeIfAbsent(one, none -> new ArrayList<>())
                                .add(metric));
            }
        }
        return old;
    }

    private List<Old> olds(RetentionClass kept, Instant now) {
        OffsetDateTime changing = now.minus(config.rawRetention())
                .minus(SLACK)
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS);
        List<Old> olds = new ArrayList<>();
        olds.add(new Old("telemetry_hourly", earlier(now.minus(kept.hourly()), changing.toInstant())));
        olds.add(new Old(
                "telemetry_daily",
                earlier(
                        now.minus(kept.daily()),
                        changing.with(TemporalAdjusters.firstDayOfMonth()).toInstant())));
        Duration monthly = kept.monthly();
        if (monthly != null) {
            olds.add(new Old("telemetry_monthly", now.minus(monthly)));
        }
        return olds;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static int delete(Connection connection, Old old, List<Integer> metrics, int atMost) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE.formatted(old.table()))) {
            delete.setArray(1, connection.createArrayOf("int4", metrics.toArray()));
            delete.setObject(2, old.before().atOffset(ZoneOffset.UTC));
            delete.setInt(3, atMost);
            return delete.executeUpdate();
        }
    }
}
