package io.fleethub.hub.telemetry;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.retention.Prunable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Makes a partition for each day that may get reports and drops those beyond the retention. Safe on several hubs at once: the
 * functions lock, and what is done already does nothing.
 */
@ApplicationScoped
class TelemetryPartitions implements Prunable {

    private static final Logger LOG = Logger.getLogger(TelemetryPartitions.class);
    private static final Scope SCOPE = new Scope.Platform("telemetry partitions");

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final TelemetryConfig config;
    private final Clock clock;

    TelemetryPartitions(
            ScopedTransactions transactions, AgroalDataSource dataSource, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "telemetry partitions";
    }

    @Override
    public Pruned prune(int atMost) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate oldest = today.minusDays(config.rawRetention().toDays() + 1);
        int made = 0;
        for (LocalDate day = oldest; !day.isAfter(today.plusDays(config.partitionsAhead())); day = day.plusDays(1)) {
            LocalDate wanted = day;
            made += transactions.call(SCOPE, () -> make(wanted)) ? 1 : 0;
        }
        if (made > 0) {
            LOG.infof("telemetry partitions: %d made", made);
        }
        return new Pruned(transactions.call(SCOPE, () -> drop(oldest)), false);
    }

    private boolean make(LocalDate day) {
        return call("SELECT make_telemetry_partition(?)", day) != 0;
    }

    private int drop(LocalDate day) {
        return call("SELECT drop_telemetry_before(?)", day);
    }

    private int call(String sql, LocalDate day) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, day);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1) instanceof Boolean done ? (done ? 1 : 0) : rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("telemetry partitions of " + day, e);
        }
    }
}
