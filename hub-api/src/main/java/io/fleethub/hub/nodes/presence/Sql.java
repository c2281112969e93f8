package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs one statement on the transaction's connection, for the repositories of this package. Stateless. */
final class Sql {

    private Sql() {}

    /** Sets a statement's parameters. */
    interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of a row. */
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(DataSource dataSource, String sql, Binding binding, Reading<T> reading) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reading.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new PresenceException("cannot read presence", e);
        }
    }

    static int update(DataSource dataSource, String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PresenceException("cannot write presence", e);
        }
    }

    static Array texts(Connection connection, Collection<NodeId> nodeIds) throws SQLException {
        return connection.createArrayOf(
                "text", nodeIds.stream().map(NodeId::value).toArray());
    }

    /** An array, of texts or of what PostgreSQL reads from texts. */
    static void setTexts(PreparedStatement statement, int index, Stream<? extends @Nullable String> values)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", values.toArray()));
    }

    static void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value.atOffset(ZoneOffset.UTC));
        }
    }

    static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
