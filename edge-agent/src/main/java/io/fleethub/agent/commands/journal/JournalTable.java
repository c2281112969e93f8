package io.fleethub.agent.commands.journal;

import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on {@code command_journal}; each runs inside its caller's transaction. */
final class JournalTable {

    private static final String SELECT = "SELECT command_id, attempt, phase, request, boot_id, limit_ms, checkpoint,"
            + " last_update FROM command_journal WHERE ";

    private final MessageCodec codec;

    JournalTable(MessageCodec codec) {
        this.codec = codec;
    }

    void insert(Connection connection, JournalEntry entry, Instant receivedAt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO command_journal (command_id, attempt, phase, request, issued_at, received_at, boot_id,"
                        + " limit_ms, last_update) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            bindKey(insert, 1, entry.key());
            insert.setString(3, entry.phase().name());
            insert.setBytes(4, codec.encode(entry.request()));
            insert.setLong(5, entry.request().issuedAt().toEpochMilli());
            insert.setLong(6, receivedAt.toEpochMilli());
            insert.setString(7, entry.bootId());
            insert.setLong(8, entry.limitMillis());
            insert.setBytes(9, codec.encode(entry.lastUpdate()));
            insert.executeUpdate();
        }
    }

    Optional<JournalEntry> find(Connection connection, CommandKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "command_id = ? AND attempt = ?")) {
            bindKey(select, 1, key);
            return list(select).stream().findFirst();
        }
    }

    Optional<JournalEntry> latestAttempt(Connection connection, CommandId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + "command_id = ? ORDER BY attempt DESC LIMIT 1")) {
            select.setString(1, id.toString());
            return list(select).stream().findFirst();
        }
    }

    List<JournalEntry> begunAndNotEnded(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT
                + "id IN (SELECT id FROM command_journal WHERE phase <> 'ENDED') AND phase = 'BEGUN' ORDER BY id")) {
            return list(select);
        }
    }

    void begin(Connection connection, CommandKey key, String bootId, long limitMillis, CommandUpdate update)
            throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "UPDATE command_journal SET phase = 'BEGUN', boot_id = ?, limit_ms = ?, last_update = ?"
                        + " WHERE command_id = ? AND attempt = ?")) {
            set.setString(1, bootId);
            set.setLong(2, limitMillis);
            set.setBytes(3, codec.encode(update));
            bindKey(set, 4, key);
            expectOne(set, key);
        }
    }

    void checkpoint(Connection connection, CommandKey key, String state) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "UPDATE command_journal SET checkpoint = ? WHERE command_id = ? AND attempt = ?")) {
            set.setString(1, state);
            bindKey(set, 2, key);
            expectOne(set, key);
        }
    }

    void tell(Connection connection, CommandKey key, CommandUpdate update) throws SQLException {
        String phase = update.status().isFinal() ? ", phase = 'ENDED'" : "";
        try (PreparedStatement set = connection.prepareStatement("UPDATE command_journal SET last_update = ?" + phase
                + " WHERE command_id = ? AND attempt = ? AND phase <> 'ENDED'")) {
            set.setBytes(1, codec.encode(update));
            bindKey(set, 2, key);
            expectOne(set, key);
        }
    }

    /** Forgets ended entries that are both old and not among the newest; returns the youngest issue time among them. */
    Optional<Instant> prune(Connection connection, Instant receivedBefore, int keep) throws SQLException {
        String old = " FROM command_journal WHERE phase = 'ENDED' AND received_at < " + receivedBefore.toEpochMilli()
                + " AND id <= (SELECT max(id) FROM command_journal) - " + keep;
        Optional<Instant> youngest;
        try (PreparedStatement select = connection.prepareStatement("SELECT max(issued_at)" + old);
                ResultSet result = select.executeQuery()) {
            long issuedAt = result.next() ? result.getLong(1) : 0;
            youngest = result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(issuedAt));
        }
        if (youngest.isPresent()) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE" + old)) {
                delete.executeUpdate();
            }
        }
        return youngest;
    }

    private List<JournalEntry> list(PreparedStatement select) throws SQLException {
        List<JournalEntry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                entries.add(read(row));
            }
        }
        return entries;
    }

    private JournalEntry read(ResultSet row) throws SQLException {
        try {
            return new JournalEntry(
                    new CommandKey(CommandId.of(row.getString(1)), row.getInt(2)),
                    JournalEntry.Phase.valueOf(row.getString(3)),
                    codec.decode(CommandRequest.class, row.getBytes(4)),
                    row.getString(5),
                    row.getLong(6),
                    row.getString(7),
                    codec.decode(CommandUpdate.class, row.getBytes(8)));
        } catch (UnreadableMessageException e) {
            throw new StorageException("the command journal is broken: " + e.getMessage(), e);
        }
    }

    private static void bindKey(PreparedStatement statement, int from, CommandKey key) throws SQLException {
        statement.setString(from, key.commandId().toString());
        statement.setInt(from + 1, key.attempt());
    }

    private static void expectOne(PreparedStatement update, CommandKey key) throws SQLException {
        if (update.executeUpdate() != 1) {
            throw new StorageException("the command journal does not hold " + key + " as open");
        }
    }
}
