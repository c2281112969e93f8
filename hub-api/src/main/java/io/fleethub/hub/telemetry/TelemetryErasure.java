package io.fleethub.hub.telemetry;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.Erasable;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Deletes a decommissioned node's telemetry, within the transaction that deletes the node. Stateless. */
@ApplicationScoped
class TelemetryErasure implements Erasable {

    private static final List<String> TABLES = List.of(
            "telemetry_report",
            "telemetry_rollup_mark",
            "node_metric_set",
            "telemetry_hourly",
            "telemetry_daily",
            "telemetry_monthly",
            "refused_report",
            "telemetry_newest",
            "telemetry_node",
            "telemetry_stream");

    private final AgroalDataSource dataSource;

    TelemetryErasure(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void eraseNode(TenantId tenantId, NodeId nodeId) {
        try (Connection connection = dataSource.getConnection()) {
            for (String table : TABLES) {
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM " + table + " WHERE node_id = ?")) {
                    delete.setString(1, nodeId.value());
                    delete.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not erase the telemetry of " + nodeId, e);
        }
    }
}
