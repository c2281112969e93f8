package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that say what this database is and which machine it was made on. Confined to the writing thread or start. */
final class IdentityTable {

    static final List<Migration> MIGRATIONS = List.of(Migration.of(
            "identity",
            1,
            "create table storage(one integer primary key check (one = 1), storage_id text not null,"
                    + " session integer not null)",
            "create table machine_fact(name text primary key, value text not null) without rowid"));

    private IdentityTable() {}

    /** Makes the identity of a new database, and writes down what the machine says today. */
    static StorageId begin(Connection connection, MachineIdentity machine) {
        return Transactions.run(connection, inTransaction -> {
            Optional<StorageId> known = storageId(inTransaction);
            StorageId storageId = known.orElseGet(StorageId::make);
            if (known.isEmpty()) {
                try (PreparedStatement insert =
                        inTransaction.prepareStatement("insert into storage values (1, ?, 0)")) {
                    insert.setString(1, storageId.value());
                    insert.executeUpdate();
                }
            }
            keepFacts(inTransaction, machine);
            return storageId;
        });
    }

    private static Optional<StorageId> storageId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select storage_id from storage")) {
            return rows.next() ? Optional.of(new StorageId(rows.getString(1))) : Optional.empty();
        }
    }

    private static void keepFacts(Connection connection, MachineIdentity machine) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "insert into machine_fact values (?, ?) on conflict (name) do update set value = excluded.value")) {
            for (Map.Entry<String, String> fact : machine.facts().entrySet()) {
                upsert.setString(1, fact.getKey());
                upsert.setString(2, fact.getValue());
                upsert.executeUpdate();
            }
        }
    }

    static MachineIdentity madeOn(Connection connection) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name, value from machine_fact")) {
            while (rows.next()) {
                facts.put(rows.getString(1), rows.getString(2));
            }
        }
        return new MachineIdentity(facts);
    }

    /** Raises the session and keeps it; the caller's transaction puts it on disk. */
    static long nextSession(Connection connection, long by) throws SQLException {
        try (PreparedStatement raise =
                connection.prepareStatement("update storage set session = session + ? returning session")) {
            raise.setLong(1, by);
            try (ResultSet rows = raise.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
