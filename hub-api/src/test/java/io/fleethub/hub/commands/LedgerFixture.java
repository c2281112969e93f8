package io.fleethub.hub.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.UpdateStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Nodes for the ledger's tests, and what they say. */
@ApplicationScoped
class LedgerFixture {

    static final Scope.Tenant TENANT = Scope.Tenant.of(Tenants.DEFAULT);
    static final String SENDER = "alice@example.org";

    private final ScopedTransactions transactions;
    private final CommandService commands;
    private final CommandUpdateHandler updates;
    private final CommandBirthHandler births;
    private final Clock clock;
    private final String url;

    LedgerFixture(
            ScopedTransactions transactions,
            CommandService commands,
            CommandUpdateHandler updates,
            CommandBirthHandler births,
            Clock clock,
            @ConfigProperty(name = "fleet.database.url") String url) {
        this.transactions = transactions;
        this.commands = commands;
        this.updates = updates;
        this.births = births;
        this.clock = clock;
        this.url = url;
    }

    /** A registered node that was never seen. */
    NodeId newNode() {
        return newNode(Tenants.DEFAULT);
    }

    NodeId newNode(TenantId tenant) {
        NodeId node = new NodeId("n-" + UUID.randomUUID());
        sql(
                "insert into node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)"
                        + " values (?, ?, 'n', '', '', now(), now())",
                node.value(),
                tenant.value());
        return node;
    }

    /** A node that is there with the storage {@code s1}, and whose birth was handled. */
    NodeId nodeOnline() {
        NodeId node = newNode();
        born(node, "s1");
        return node;
    }

    void presence(NodeId node, String state, @Nullable String storageId) {
        sql(
                "update node_presence set state = ?, storage_id = ?, session = ? where node_id = ?",
                state,
                storageId,
                storageId == null ? null : 1L,
                node.value());
    }

    void capabilities(NodeId node, String json) {
        sql(
                "update node_presence set capabilities = cast(? as jsonb) where node_id = ?",
                json.replace('\'', '"'),
                node.value());
    }

    /** What presence and then the ledger do with a birth. */
    HubSyncDraft born(NodeId node, @Nullable String storageId) {
        presence(node, "ONLINE", storageId);
        return status(node, "BIRTH", new StatusStanding(false, true, true, false));
    }

    HubSyncDraft status(NodeId node, String event, StatusStanding standing) {
        HubSyncDraft reply = new HubSyncDraft();
        reply.standing(standing);
        StatusReport report = read(StatusReport.class, "{\"v\":1,\"event\":\"" + event + "\"}");
        transactions.run(TENANT, () -> births.handle(inbound(node, report), reply));
        return reply;
    }

    CommandId submit(NodeId node, String operation, String parameters) {
        return submit(node, new SubmitCommandRequest(operation, json(parameters), null, null, null));
    }

    CommandId submit(NodeId node, SubmitCommandRequest request) {
        return new CommandId(commands.submit(TENANT, SENDER, node, request).commandId());
    }

    CommandId ping(NodeId node) {
        return submit(node, "PING", "{}");
    }

    CommandId pingStartingWithin(NodeId node, Duration startWithin) {
        return submit(node, new SubmitCommandRequest("PING", null, null, startWithin, Duration.ofSeconds(60)));
    }

    /** What the bridge does with an update. */
    void says(NodeId node, CommandUpdate update) {
        transactions.run(TENANT, () -> updates.handle(inbound(node, update), new HubSyncDraft()));
    }

    void says(NodeId node, CommandId command, int attempt, UpdateStatus status) {
        says(node, CommandUpdate.of(command, attempt, status, clock.instant()));
    }

    CommandView see(CommandId command) {
        return commands.find(TENANT, command);
    }

    static ObjectNode json(String text) {
        try {
            return new ObjectMapper().readValue(text.replace('\'', '"'), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private <T extends Message> Inbound<T> inbound(NodeId node, T message) {
        return new Inbound<>(node, TENANT.id(), message, clock.instant(), Map.of());
    }

    private static <T extends Message> T read(Class<T> type, String json) {
        try {
            return new MessageCodec().decode(type, json.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void sql(String statement, @Nullable Object... values) {
        try (Connection connection = TestDatabase.connect(url, "fleet_owner");
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
