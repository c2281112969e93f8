package io.fleethub.hub.commands;

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

/** Forgets finished commands and their history after a time. Stateless. */
@ApplicationScoped
class FinishedCommands implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("finished commands retention");
    private static final String DELETE = """
            DELETE FROM command WHERE command_id = ANY (ARRAY(
                SELECT command_id FROM command WHERE finished_at < ? ORDER BY finished_at LIMIT ?))""";

    private final ScopedTransactions transactions;
    private final AgroalDataSource dataSource;
    private final CommandsConfig config;
    private final Clock clock;

    FinishedCommands(ScopedTransactions transactions, AgroalDataSource dataSource, CommandsConfig config, Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "finished commands";
    }

    @Override
    public Pruned prune(int atMost) {
        return transactions.call(SCOPE, () -> delete(atMost));
    }

    private Pruned delete(int atMost) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setObject(1, clock.instant().minus(config.retention()).atOffset(ZoneOffset.UTC));
            delete.setInt(2, atMost);
            int deleted = delete.executeUpdate();
            return new Pruned(deleted, deleted == atMost);
        } catch (SQLException e) {
            throw new IllegalStateException("could not prune finished commands", e);
        }
    }
}
