package io.fleethub.agent.commands.journal;

import io.fleethub.schemas.CommandId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The statements on what must not run although it is not in the journal; each inside its caller's transaction. */
final class CancelTable {

    void add(Connection connection, CommandId id, Instant at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO canceled_command (command_id, canceled_at) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, id.toString());
            insert.setLong(2, at.toEpochMilli());
            insert.executeUpdate();
        }
    }

    boolean holds(Connection connection, CommandId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM canceled_command WHERE command_id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet result = select.executeQuery()) {
                return result.next();
            }
        }
    }

    void prune(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM canceled_command WHERE canceled_at < ?")) {
            delete.setLong(1, before.toEpochMilli());
            delete.executeUpdate();
        }
    }

    void raiseHorizon(Connection connection, Instant issuedAt) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO journal_horizon (one, issued_at)"
                + " VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET issued_at = max(issued_at, excluded.issued_at)")) {
            upsert.setLong(1, issuedAt.toEpochMilli());
            upsert.executeUpdate();
        }
    }

    Optional<Instant> horizon(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT issued_at FROM journal_horizon");
                ResultSet result = select.executeQuery()) {
            return result.next() ? Optional.of(Instant.ofEpochMilli(result.getLong(1))) : Optional.empty();
        }
    }
}
