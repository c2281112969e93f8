package io.fleethub.agent.commands.journal;

import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.UpdateStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code pending_update}; each runs inside its caller's transaction. */
final class PendingTable {

    /** What waits for the broker. A refusal of the flood kind must not fill the disk; the journal can say it again. */
    private static final int MOST_ROWS = 10_000;

    /** One update that waits. */
    record Row(long id, byte[] payload) {}

    private final MessageCodec codec;

    PendingTable(MessageCodec codec) {
        this.codec = codec;
    }

    /** Adds an update; it takes the place of an equal one, and of progress that nobody has heard of yet. */
    void add(Connection connection, CommandUpdate update) throws SQLException {
        byte[] payload = codec.encode(update);
        String commandId = update.commandId().toString();
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM pending_update WHERE command_id = ? AND (payload = ? OR replaceable = 1)")) {
            delete.setString(1, commandId);
            delete.setBytes(2, payload);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO pending_update (command_id, payload, replaceable) VALUES (?, ?, ?)")) {
            insert.setString(1, commandId);
            insert.setBytes(2, payload);
            insert.setBoolean(3, update.status() == UpdateStatus.IN_PROGRESS && update.progress() != null);
            insert.executeUpdate();
        }
        try (PreparedStatement cap = connection.prepareStatement(
                "DELETE FROM pending_update WHERE id <= (SELECT max(id) FROM pending_update) - ?")) {
            cap.setInt(1, MOST_ROWS);
            cap.executeUpdate();
        }
    }

    /** The oldest updates after {@code id}. */
    List<Row> after(Connection connection, long id, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, payload FROM pending_update WHERE id > ? ORDER BY id LIMIT ?")) {
            select.setLong(1, id);
            select.setInt(2, most);
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows.add(new Row(result.getLong(1), result.getBytes(2)));
                }
            }
            return rows;
        }
    }

    boolean delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM pending_update WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() > 0;
        }
    }
}
