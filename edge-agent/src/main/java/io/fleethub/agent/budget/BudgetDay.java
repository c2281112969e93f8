package io.fleethub.agent.budget;

import io.fleethub.agent.storage.Migration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One day's use as it is kept in the database. Immutable.
 *
 * @param day of UTC since 1970; {@link #UNKNOWN} while the clock is not set
 * @param used bytes, with some ahead of their use
 * @param elapsedMillis how much of the day is over, by which a clockless node finds its end
 */
record BudgetDay(long day, long used, long elapsedMillis) {

    static final long UNKNOWN = -1;

    static final List<Migration> MIGRATIONS = List.of(Migration.of(
            "budget",
            1,
            "create table byte_budget(one integer primary key check (one = 1), day integer not null,"
                    + " used integer not null, elapsed_ms integer not null)"));

    static BudgetDay load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select day, used, elapsed_ms from byte_budget")) {
            return row.next()
                    ? new BudgetDay(row.getLong(1), row.getLong(2), row.getLong(3))
                    : new BudgetDay(UNKNOWN, 0, 0);
        }
    }

    BudgetDay store(Connection connection) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("insert or replace into byte_budget values (1, ?, ?, ?)")) {
            upsert.setLong(1, day);
            upsert.setLong(2, used);
            upsert.setLong(3, elapsedMillis);
            upsert.executeUpdate();
        }
        return this;
    }
}
