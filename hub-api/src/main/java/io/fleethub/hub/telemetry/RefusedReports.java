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

/** Forgets refused reports when their raw neighbours go. Stateless. */
@ApplicationScoped
class RefusedReports implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("refused reports retention");
    private static final String DELETE = """
            DELETE FROM refused_report WHERE refused_id = ANY (ARRAY(
                SELECT refused_id FROM refused_report WHERE received_at < ? ORDER BY received_at LIMIT ?))""";

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final TelemetryConfig config;
    private final Clock clock;

    RefusedReports(ScopedTransactions transactions, AgroalDataSource dataSource, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "refused reports";
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
            throw new IllegalStateException("could not prune refused reports", e);
        }
    }
}
