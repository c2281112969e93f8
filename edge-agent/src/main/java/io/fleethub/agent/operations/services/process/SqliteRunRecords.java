package io.fleethub.agent.operations.services.process;

import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.Migration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Run records in the agent's database. Thread-safe by the database. */
public final class SqliteRunRecords implements RunRecords {

    public static final List<Migration> MIGRATIONS = List.of(Migration.of("services", 1, """
            CREATE TABLE service_run (
                service     TEXT PRIMARY KEY,
                wanted      INTEGER NOT NULL,
                boot_id     TEXT NOT NULL,
                pid         INTEGER,
                start_ticks INTEGER,
                since       INTEGER NOT NULL,
                restarts    INTEGER NOT NULL
            ) WITHOUT ROWID"""));

    private final AgentDatabase database;

    public SqliteRunRecords(AgentDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<RunRecord> find(String service) {
        return database.read(connection -> select(connection, service));
    }

    @Override
    public void save(RunRecord runRecord) {
        database.writeAndWait(connection -> upsert(connection, runRecord));
    }

    private static Optional<RunRecord> select(Connection connection, String service) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT wanted, boot_id, pid, start_ticks, since, restarts FROM service_run WHERE service = ?")) {
            select.setString(1, service);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new RunRecord(
                                service,
                                row.getBoolean(1),
                                row.getString(2),
                                number(row, 3),
                                number(row, 4),
                                Instant.ofEpochMilli(row.getLong(5)),
                                row.getLong(6)))
                        : Optional.empty();
            }
        }
    }

    private static int upsert(Connection connection, RunRecord runRecord) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT OR REPLACE INTO service_run"
                + " (service, wanted, boot_id, pid, start_ticks, since, restarts) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            upsert.setString(1, runRecord.service());
            upsert.setBoolean(2, runRecord.wanted());
            upsert.setString(3, runRecord.bootId());
            bind(upsert, 4, runRecord.pid());
            bind(upsert, 5, runRecord.startTicks());
            upsert.setLong(6, runRecord.since().toEpochMilli());
            upsert.setLong(7, runRecord.restarts());
            return upsert.executeUpdate();
        }
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setLong(index, value);
        }
    }
}
