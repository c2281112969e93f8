package io.fleethub.agent.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings every feature's tables up to the versions this agent knows. */
final class SchemaHistory {

    private SchemaHistory() {}

    static void migrate(Connection connection, List<Migration> migrations) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists schema_version"
                    + "(feature text primary key, version integer not null) without rowid");
        }
        for (Migration migration : migrations) {
            if (version(connection, migration.feature()) < migration.version()) {
                Transactions.run(connection, inTransaction -> {
                    apply(inTransaction, migration);
                    return migration;
                });
            }
        }
    }

    private static int version(Connection connection, String feature) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select version from schema_version where feature = ?")) {
            select.setString(1, feature);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private static void apply(Connection connection, Migration migration) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : migration.statements()) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement upsert = connection.prepareStatement("insert into schema_version values (?, ?)"
                + " on conflict (feature) do update set version = excluded.version")) {
            upsert.setString(1, migration.feature());
            upsert.setInt(2, migration.version());
            upsert.executeUpdate();
        }
    }
}
