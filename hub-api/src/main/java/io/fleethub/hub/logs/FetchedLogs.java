package io.fleethub.hub.logs;

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

/** Forgets fetched logs, with their chunks, after a time. Stateless. */
@ApplicationScoped
class FetchedLogs implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("fetched logs retention");
    private static final String DELETE = """
            DELETE FROM log_fetch WHERE command_id = ANY (ARRAY(
                SELECT command_id FROM log_fetch WHERE asked_at < ? ORDER BY asked_at LIMIT ?))""";

    /** In one transaction; each has up to some hundred chunks, which go with it. */
    private static final int FETCHES = 50;

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final LogsConfig config;
    private final Clock clock;

    FetchedLogs(ScopedTransactions transactions, AgroalDataSource dataSource, LogsConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "fetched logs";
    }

    @Override
    public Pruned prune(int atMost) {
        return transactions.call(SCOPE, () -> delete(atMost));
    }

    private Pruned delete(int atMost) {
        int fetches = Math.min(atMost, FETCHES);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setObject(1, clock.instant().minus(config.retention()).atOffset(ZoneOffset.UTC));
            delete.setInt(2, fetches);
            int deleted = delete.executeUpdate();
            return new Pruned(deleted, deleted == fetches);
        } catch (SQLException e) {
            throw new IllegalStateException("could not prune fetched logs", e);
        }
    }
}
