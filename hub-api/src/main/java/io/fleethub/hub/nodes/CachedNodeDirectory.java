package io.fleethub.hub.nodes;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.bridge.NodeDirectory;
import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whose a node is, from memory once it was asked; forgets a node when any hub changes it.
 *
 * <p>Thread-safe. Reads by the ingest data source, so that it can be asked inside and outside of transactions. A row is read
 * inside the map's own lock on the entry: a change that commits meanwhile takes the entry out after it was put in.
 */
@ApplicationScoped
class CachedNodeDirectory implements NodeDirectory {

    private final AgroalDataSource ingest;
    private final Map<NodeId, NodeIdentity> known = new ConcurrentHashMap<>();

    CachedNodeDirectory(@DataSource("ingest") AgroalDataSource ingest) {
        this.ingest = ingest;
    }

    /** What is not there is not remembered: the broker lets no stranger in, so it is asked for rarely. */
    @Override
    public Optional<NodeIdentity> find(NodeId nodeId) {
        NodeIdentity remembered = known.get(nodeId);
        return remembered != null
                ? Optional.of(remembered)
                : Optional.ofNullable(known.computeIfAbsent(nodeId, id -> read(id).orElse(null)));
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) NodeChanged change) {
        known.remove(change.nodeId());
    }

    void forget(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Missed) {
            known.clear();
        } else if (notice instanceof ChangeNotice.Changed changed
                && changed.kind().equals("node")
                && NodeId.isWellFormed(changed.id())) {
            known.remove(new NodeId(changed.id()));
        }
    }

    private Optional<NodeIdentity> read(NodeId nodeId) {
        try (Connection connection = ingest.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select tenant_id, enabled from node where node_id = ?")) {
            select.setString(1, nodeId.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new NodeIdentity(nodeId, new TenantId(row.getObject(1, UUID.class)), row.getBoolean(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the node directory", e);
        }
    }
}
