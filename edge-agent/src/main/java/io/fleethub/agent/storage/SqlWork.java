package io.fleethub.agent.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do with the database, inside a transaction that its caller begins and ends. */
@FunctionalInterface
public interface SqlWork<T> {

    T run(Connection connection) throws SQLException;
}
