package io.fleethub.hub.auth;

import io.fleethub.hub.platform.db.ChangeNotices;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** The rows of {@code refresh_token}, in the caller's transaction of {@code Scope.Platform}. */
@ApplicationScoped
class RefreshTokenRepository {

    /** @param alreadyUsed whether it had been traded before */
    record Kept(UUID familyId, UUID userId, Instant expiresAt, boolean alreadyUsed) {}

    private final DataSource dataSource;
    private final ChangeNotices notices;

    RefreshTokenRepository(DataSource dataSource, ChangeNotices notices) {
        this.dataSource = dataSource;
        this.notices = notices;
    }

    void add(OpaqueToken token, UUID familyId, UUID userId, Instant expiresAt) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into refresh_token (token_sha256, family_id, user_id, expires_at) values (?, ?, ?, ?)")) {
            insert.setString(1, token.sha256());
            insert.setObject(2, familyId);
            insert.setObject(3, userId);
            insert.setObject(4, expiresAt.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot keep a refresh token", e);
        }
    }

    /** Finds a token and marks it used; of two that come at once, the row's lock lets one be the first. */
    Optional<Kept> use(OpaqueToken token, Instant now) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update refresh_token t set used_at = coalesce(t.used_at, ?)
                        from (select token_sha256, used_at from refresh_token where token_sha256 = ? for update) before
                        where t.token_sha256 = before.token_sha256
                        returning t.family_id, t.user_id, t.expires_at, before.used_at is not null""")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setString(2, token.sha256());
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Kept(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getTimestamp(3).toInstant(),
                                row.getBoolean(4)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot use a refresh token", e);
        }
    }

    /** Which of these families have a token left. */
    Set<UUID> families(Collection<UUID> asked) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select distinct family_id from refresh_token where family_id = any(?)")) {
            select.setArray(1, connection.createArrayOf("uuid", asked.toArray()));
            Set<UUID> found = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look for sign-ins", e);
        }
    }

    /** Ends a sign-in, and tells all hubs with the commit. */
    void deleteFamily(UUID familyId) {
        notices.announce(SignIns.ENDED, familyId.toString());
        delete("delete from refresh_token where family_id = ?", familyId);
    }

    void deleteExpired(Instant now) {
        delete("delete from refresh_token where expires_at < ?", now.atOffset(ZoneOffset.UTC));
    }

    private void delete(String sql, Object parameter) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, parameter);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot delete refresh tokens", e);
        }
    }
}
