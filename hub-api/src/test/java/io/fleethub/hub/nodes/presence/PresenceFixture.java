package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Registers nodes of the default tenant and delivers statuses to them as the bridge does, for tests. */
@ApplicationScoped
class PresenceFixture {

    static final Scope.Tenant SCOPE = Scope.Tenant.of(Tenants.DEFAULT);

    private final String url;
    private final ScopedTransactions transactions;
    private final PresenceHandler handler;
    private final PresenceRepository presences;
    private final Clock clock;

    PresenceFixture(
            @ConfigProperty(name = "fleet.database.url") String url,
            ScopedTransactions transactions,
            PresenceHandler handler,
            PresenceRepository presences,
            Clock clock) {
        this.url = url;
        this.transactions = transactions;
        this.handler = handler;
        this.presences = presences;
        this.clock = clock;
    }

    /** A node with a name of its own. */
    NodeId register() {
        NodeId nodeId = new NodeId("p-" + UUID.randomUUID());
        try (Connection connection = TestDatabase.connect(url, "fleet_owner");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)"
                                + " values (?, ?, 'n', '', '', ?, ?)")) {
            insert.setString(1, nodeId.value());
            insert.setObject(2, Tenants.DEFAULT.value());
            insert.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
            insert.setObject(4, clock.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return nodeId;
    }

    HubSyncDraft deliver(NodeId nodeId, StatusReport status) {
        return deliver(nodeId, status, clock.instant());
    }

    /** One message in one transaction of the node's tenant. */
    HubSyncDraft deliver(NodeId nodeId, StatusReport status, Instant receivedAt) {
        return deliver(nodeId, status, receivedAt, Map.of("remote-address", "192.0.2.7"));
    }

    /** @param properties what the broker says beside it */
    HubSyncDraft deliver(NodeId nodeId, StatusReport status, Instant receivedAt, Map<String, String> properties) {
        HubSyncDraft draft = new HubSyncDraft();
        transactions.run(
                SCOPE,
                () -> handler.handle(new Inbound<>(nodeId, Tenants.DEFAULT, status, receivedAt, properties), draft));
        return draft;
    }

    PresenceRow row(NodeId nodeId) {
        return transactions.call(SCOPE, () -> presences.find(nodeId).orElseThrow());
    }

    /** The node's history, oldest first, as {@code STATE reason}. */
    List<String> history(NodeId nodeId) {
        return column("select state || ' ' || reason from presence_change where node_id = ? order by id", nodeId);
    }

    /** One column of the node's presence, as text. */
    List<String> column(String sql, NodeId nodeId) {
        try (Connection connection = TestDatabase.connect(url, "fleet_verifier");
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, nodeId.value());
            List<String> values = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(NodeId nodeId) {
        try (Connection connection = TestDatabase.connect(url, "fleet_owner");
                PreparedStatement delete = connection.prepareStatement("delete from node where node_id = ?")) {
            delete.setString(1, nodeId.value());
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
