package io.fleethub.hub.telemetry;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.retention.Prunable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;

/** Forgets unused metric sets when their raw neighbours go. Stateless. */
@ApplicationScoped
class UnusedMetricSets implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("unused metric sets retention");
    private static final String DELETE = """
            DELETE FROM node_metric_set WHERE (node_id, metric_set_id) IN (
                SELECT node_id, metric_set_id FROM node_metric_set WHERE used_on < ?::timestamptz::date - 1 LIMIT ?)""";

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final TelemetryConfig config;
    private final Clock clock;

    UnusedMetricSets(
            ScopedTransactions transactions, AgroalDataSource dataSource, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "unused metric sets";
    }

    @Override
    public Pruned prune(int atMost) {
        return transactions.call(SCOPE, () -> delete(atMost));
    }

    private Pruned delete(int atMost) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setObject(1, clock.instant().minus(config.rawRetention()).atOffset(ZoneOffset.UTC));
            delete.setInt(2, atMost);
            int deleted = delete.executeUpdate();
            return new Pruned(deleted, deleted == atMost);
        } catch (SQLException e) {
            throw new IllegalStateException("could not prune unused metric sets", e);
        }
    }
}
