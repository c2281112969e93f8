package io.fleethub.agent.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work inside a transaction of its own on a connection that is not in one. */
final class Transactions {

    private Transactions() {}

    static <T> T run(Connection connection, SqlWork<T> work) {
        try {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e instanceof StorageException known
                    ? known
                    : new StorageException("the database did not do it: " + e, e);
        }
    }

    static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            because.addSuppressed(second);
        }
    }
}
