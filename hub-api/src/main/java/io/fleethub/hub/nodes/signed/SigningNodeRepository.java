package io.fleethub.hub.nodes.signed;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The keys of nodes and the nonces they used, in the caller's transaction of {@code Scope.Platform}. */
@ApplicationScoped
class SigningNodeRepository {

    /** @param sealedKeys of the secrets that are valid now, the newest first */
    record SigningNode(TenantId tenantId, List<byte[]> sealedKeys) {}

    private final DataSource dataSource;

    SigningNodeRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @return empty when there is no such node, or it is disabled */
    Optional<SigningNode> find(NodeId nodeId, Instant now) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select tenant_id, https_key_sealed,
                               case when previous_valid_until > ? then previous_https_key_sealed end
                        from node where node_id = ? and enabled""")) {
            select.setObject(1, now.atOffset(ZoneOffset.UTC));
            select.setString(2, nodeId.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new SigningNode(
                                new TenantId(row.getObject(1, UUID.class)), keys(row.getBytes(2), row.getBytes(3))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the key of node " + nodeId, e);
        }
    }

    /** @return false when the node used this nonce before */
    boolean use(NodeId nodeId, String nonce, Instant now) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into request_nonce (node_id, nonce, used_at) values (?, ?, ?) on conflict do nothing")) {
            insert.setString(1, nodeId.value());
            insert.setString(2, nonce);
            insert.setObject(3, now.atOffset(ZoneOffset.UTC));
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot keep a nonce of node " + nodeId, e);
        }
    }

    int forgetNonces(Instant before) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from request_nonce where used_at < ?")) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot forget nonces", e);
        }
    }

    private static List<byte[]> keys(byte[] current, byte @Nullable [] previous) {
        return previous == null
                ? List.of(current)
                : Stream.of(current, previous).toList();
    }
}
