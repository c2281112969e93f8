package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.platform.Erasable;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Deletes what a decommissioned node left in quarantine, within the transaction that deletes the node. Stateless. */
@ApplicationScoped
class QuarantineErasure implements Erasable {

    private final DataSource dataSource;

    QuarantineErasure(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void eraseNode(TenantId tenantId, NodeId nodeId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from quarantined_message where node_id = ?")) {
            delete.setString(1, nodeId.value());
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("could not erase the quarantine of " + nodeId, e);
        }
    }
}
