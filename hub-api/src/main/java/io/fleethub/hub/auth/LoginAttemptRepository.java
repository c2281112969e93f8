package io.fleethub.hub.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** The rows of {@code login_attempt}, in the caller's transaction of {@code Scope.Platform}. */
@ApplicationScoped
class LoginAttemptRepository {

    /** @param count sign-ins tried since {@code windowStart}, this one included */
    record Attempts(int count, Instant windowStart) {}

    private final DataSource dataSource;

    LoginAttemptRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Counts one more attempt; what began before {@code windowsBefore} is forgotten. */
    Attempts count(String email, Instant now, Instant windowsBefore) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement upsert = connection.prepareStatement("""
                        insert into login_attempt as a (email_sha256, attempts, window_start) values (?, 1, ?)
                        on conflict (email_sha256) do update set
                            attempts = case when a.window_start < ? then 1 else a.attempts + 1 end,
                            window_start = case when a.window_start < ? then excluded.window_start else a.window_start end
                        returning attempts, window_start""")) {
            upsert.setString(1, OpaqueToken.sha256(User.normalized(email)));
            upsert.setObject(2, now.atOffset(ZoneOffset.UTC));
            upsert.setObject(3, windowsBefore.atOffset(ZoneOffset.UTC));
            upsert.setObject(4, windowsBefore.atOffset(ZoneOffset.UTC));
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return new Attempts(row.getInt(1), row.getTimestamp(2).toInstant());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count a sign-in", e);
        }
    }

    void clear(String email) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from login_attempt where email_sha256 = ?")) {
            delete.setString(1, OpaqueToken.sha256(User.normalized(email)));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot clear the sign-ins tried", e);
        }
    }

    void deleteOlderThan(Instant start) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from login_attempt where window_start < ?")) {
            delete.setObject(1, start.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot delete old sign-ins tried", e);
        }
    }
}
