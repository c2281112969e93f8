package io.fleethub.hub.bridge.canary;

import io.fleethub.schemas.topic.Channel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Whose turn it is to send probes, which came through, and the times when none did, in the database. Stateless; each call is a
 * transaction of its own.
 */
public final class ProbeLedger {

    /** A span of time in which no hub heard its nodes. */
    public record Blind(Instant from, Instant until) {}

    private static final Duration KEPT = Duration.ofDays(8);
    /** An older one than so many before the latest comes out of a backlog, and proves nothing of the present. */
    private static final int FRESH = 3;

    private final DataSource ingest;

    public ProbeLedger(DataSource ingest) {
        this.ingest = ingest;
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String what, String sql, Work<T> work) {
        try (Connection connection = ingest.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("could not " + what, e);
        }
    }

    /** Takes the turn when nobody has it, or keeps it. By the database's clock, which all hubs share. */
    boolean hold(String instance, Duration lasts) {
        return run("take the canary's turn", """
                UPDATE canary_turn SET holder = ?, held_until = clock_timestamp() + make_interval(secs => ?)
                WHERE holder = ? OR held_until < clock_timestamp()""", statement -> {
            statement.setString(1, instance);
            statement.setDouble(2, lasts.toMillis() / 1000.0);
            statement.setString(3, instance);
            return statement.executeUpdate() == 1;
        });
    }

    /** Leaves the turn to whoever asks next. */
    void release(String instance) {
        run(
                "release the canary's turn",
                "UPDATE canary_turn SET holder = '', held_until = '-infinity' WHERE holder = ?",
                statement -> {
                    statement.setString(1, instance);
                    return statement.executeUpdate();
                });
    }

    /** The number of the next probe; empty when it is another hub's turn. */
    OptionalLong next(String instance) {
        return run(
                "number a probe",
                "UPDATE canary_turn SET number = number + 1 WHERE holder = ? RETURNING number",
                statement -> {
                    statement.setString(1, instance);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                    }
                });
    }

    /** @return false for a probe that proves nothing new: it came again, or out of a backlog */
    boolean passed(Channel lane, long number, Instant at) {
        return run("commit a probe", """
                INSERT INTO canary_pass (lane, number, passed_at)
                SELECT ?, ?, ? FROM canary_turn WHERE ? > number - ?
                ON CONFLICT (lane) DO UPDATE SET number = excluded.number, passed_at = excluded.passed_at
                WHERE canary_pass.number < excluded.number""", statement -> {
            statement.setString(1, lane.name());
            statement.setLong(2, number);
            statement.setObject(3, utc(at));
            statement.setLong(4, number);
            statement.setInt(5, FRESH);
            return statement.executeUpdate() == 1;
        });
    }

    /** When a probe came through each lane last, taken by any hub. */
    Map<Channel, Instant> passes() {
        return run("read the last probes", "SELECT lane, passed_at FROM canary_pass", statement -> {
            Map<Channel, Instant> found = new EnumMap<>(Channel.class);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            Channel.valueOf(rows.getString(1)),
                            rows.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
            return found;
        });
    }

    void blind(Blind blind) {
        run("record a blind time", "INSERT INTO bridge_blind (from_at, until_at) VALUES (?, ?)", statement -> {
            statement.setObject(1, utc(blind.from()));
            statement.setObject(2, utc(blind.until()));
            return statement.executeUpdate();
        });
        run("forget old blind times", "DELETE FROM bridge_blind WHERE until_at < ?", statement -> {
            statement.setObject(1, utc(blind.until().minus(KEPT)));
            return statement.executeUpdate();
        });
    }

    List<Blind> blindTimes() {
        return run("read the blind times", "SELECT from_at, until_at FROM bridge_blind ORDER BY from_at", statement -> {
            List<Blind> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Blind(
                            rows.getObject(1, OffsetDateTime.class).toInstant(),
                            rows.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        });
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
