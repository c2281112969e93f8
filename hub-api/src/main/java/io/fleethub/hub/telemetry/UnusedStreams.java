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

/** Forgets unused streams when their raw neighbours go. Stateless. */
@ApplicationScoped
class UnusedStreams implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("unused streams retention");
    private static final String DELETE = """
            WITH cut (at) AS (VALUES (?::timestamptz))
            DELETE FROM telemetry_stream
            WHERE used_at < (SELECT at FROM cut) AND ctid = ANY (ARRAY(
                SELECT ctid FROM telemetry_stream WHERE used_at < (SELECT at FROM cut) LIMIT ?))""";

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final TelemetryConfig config;
    private final Clock clock;

    UnusedStreams(ScopedTransactions transactions, AgroalDataSource dataSource, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "unused streams";
    }

    @Override
    public Pruned prune(int atMost) {
        return transactions.call(SCOPE, () -> delete(atMost));
    }

    private Pruned delete(int atMost) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setObject(1, clock.instant().minus(config.streamRetention()).atOffset(ZoneOffset.UTC));
            delete.setInt(2, atMost);
            int deleted = delete.executeUpdate();
            return new Pruned(deleted, deleted == atMost);
        } catch (SQLException e) {
            throw new IllegalStateException("could not prune unused streams", e);
        }
    }
}
