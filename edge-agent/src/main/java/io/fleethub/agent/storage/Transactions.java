package io.fleethub.agent.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Begins and ends transactions by SQL of its own. SQLite ends one by itself when the disk is full, which the driver's
 * commit and rollback do not notice: they would then fail for ever. Stateless.
 */
final class Transactions {

    private Transactions() {}

    /** Runs work in a transaction of its own. */
    static <T> T run(Connection connection, SqlWork<T> work) {
        try {
            execute(connection, "begin");
            T result = work.run(connection);
            execute(connection, "commit");
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e instanceof StorageException known
                    ? known
                    : new StorageException("the database did not do it: " + e, e);
        }
    }

    /** Ends whatever transaction there still is. */
    static void rollBack(Connection connection, Exception because) {
        try {
            execute(connection, "rollback");
        } catch (SQLException second) {
            because.addSuppressed(second); // SQLite has done it already
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
