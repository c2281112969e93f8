package io.fleethub.hub.nodes;

import io.fleethub.hub.nodes.CredentialsView.NodeCredentials;
import io.fleethub.hub.nodes.CredentialsView.Secret;
import io.fleethub.hub.nodes.CredentialsView.State;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What the feed reads, of all tenants, in the caller's transaction of {@code Scope.Platform}. */
@ApplicationScoped
class CredentialsRepository {

    private static final String COLUMNS =
            "n.enabled, n.tenant_id, n.secret_sha256, n.previous_secret_sha256, n.previous_valid_until";

    private final DataSource dataSource;

    CredentialsRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The revision of the latest change; to be read before the nodes, which may be newer but never older than it. */
    long revision() {
        return number("select revision from credential_revision");
    }

    /** Whether this revision was given by this database and what came after it is still kept. */
    boolean isKnown(long revision) {
        return number("select count(*) from credential_change where revision = ?", revision) > 0;
    }

    List<NodeCredentials> all(Instant now) {
        return read("select n.node_id, " + COLUMNS + " from node n order by n.node_id", now);
    }

    /** Nodes changed after {@code since}; those that are gone are revoked. */
    List<NodeCredentials> changedAfter(long since, Instant now) {
        return read(
                "select c.node_id, " + COLUMNS
                        + " from (select distinct node_id from credential_change where revision > ?) c"
                        + " left join node n on n.node_id = c.node_id order by c.node_id",
                now,
                since);
    }

    /** Forgets changes older than this revision, never the latest one. */
    void deleteBefore(long revision) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement(
                        "delete from credential_change where revision < least(?, (select revision from credential_revision))")) {
            delete.setLong(1, revision);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot delete old credential changes", e);
        }
    }

    private long number(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = prepare(connection, sql, parameters);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the credential revision", e);
        }
    }

    private List<NodeCredentials> read(String sql, Instant now, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = prepare(connection, sql, parameters);
                ResultSet rows = select.executeQuery()) {
            List<NodeCredentials> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(credentials(rows, now));
            }
            return nodes;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the nodes' credentials", e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** {@code enabled} is null, and reads as false, for a node that is gone. */
    private static NodeCredentials credentials(ResultSet row, Instant now) throws SQLException {
        NodeId nodeId = new NodeId(row.getString("node_id"));
        if (!row.getBoolean("enabled")) {
            return NodeCredentials.revoked(nodeId);
        }
        List<Secret> secrets = new ArrayList<>();
        secrets.add(new Secret(row.getString("secret_sha256"), null));
        Timestamp previousUntil = row.getTimestamp("previous_valid_until");
        if (previousUntil != null && previousUntil.toInstant().isAfter(now)) {
            secrets.add(new Secret(row.getString("previous_secret_sha256"), previousUntil.toInstant()));
        }
        return new NodeCredentials(nodeId, State.ACTIVE, row.getObject("tenant_id", UUID.class), secrets, List.of());
    }
}
