package io.fleethub.hub.bridge.canary;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The probes that came through and the times when none did, in the database. Stateless; each call is a transaction of its own. */
public final class ProbeLedger {

    /** A span of time in which no hub heard its nodes. */
    public record Blind(Instant from, Instant until) {}

    private static final Duration KEPT = Duration.ofDays(8);

    private final DataSource ingest;

    public ProbeLedger(DataSource ingest) {
        this.ingest = ingest;
    }

    public void passed(String instance, long number, Instant at) {
        try (Connection connection = ingest.getConnection();
                PreparedStatement upsert = connection.prepareStatement("""
                        INSERT INTO bridge_canary (instance, number, passed_at) VALUES (?, ?, ?)
                        ON CONFLICT (instance) DO UPDATE SET number = excluded.number, passed_at = excluded.passed_at""")) {
            upsert.setString(1, instance);
            upsert.setLong(2, number);
            upsert.setObject(3, utc(at));
            upsert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("could not commit a probe of hub " + instance, e);
        }
    }

    /** When a probe of any hub came through last. */
    Optional<Instant> lastPass() {
        try (Connection connection = ingest.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT max(passed_at) FROM bridge_canary");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return Optional.ofNullable(rows.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the last probe", e);
        }
    }

    void blind(Blind blind) {
        try (Connection connection = ingest.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO bridge_blind (from_at, until_at) VALUES (?, ?)");
                PreparedStatement forget = connection.prepareStatement("DELETE FROM bridge_blind WHERE until_at < ?")) {
            insert.setObject(1, utc(blind.from()));
            insert.setObject(2, utc(blind.until()));
            insert.executeUpdate();
            forget.setObject(1, utc(blind.until().minus(KEPT)));
            forget.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("could not record a blind time", e);
        }
    }

    List<Blind> blindTimes() {
        try (Connection connection = ingest.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT from_at, until_at FROM bridge_blind ORDER BY from_at");
                ResultSet rows = select.executeQuery()) {
            List<Blind> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new Blind(
                        rows.getObject(1, OffsetDateTime.class).toInstant(),
                        rows.getObject(2, OffsetDateTime.class).toInstant()));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the blind times", e);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
