package io.fleethub.hub.nodes;

import io.fleethub.hub.nodes.NodeSecrets.Generated;
import io.fleethub.hub.nodes.presence.PresenceService;
import io.fleethub.hub.platform.Erasable;
import io.fleethub.hub.platform.db.Conflicts;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.SigningKeys;
import io.fleethub.schemas.NodeId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** Registers nodes, changes them and lets them go; the only writer of {@code node}. Thread-safe. */
@ApplicationScoped
class NodeService {

    private final ScopedTransactions transactions;
    private final NodeRepository nodes;
    private final NodeSecrets secrets;
    private final SigningKeys signingKeys;
    private final Instance<Erasable> erasables;
    private final Event<NodeChanged> events;
    private final InstantSource time;
    private final PresenceService presence;

    NodeService(
            ScopedTransactions transactions,
            NodeRepository nodes,
            NodeSecrets secrets,
            SigningKeys signingKeys,
            Instance<Erasable> erasables,
            Event<NodeChanged> events,
            InstantSource time,
            PresenceService presence) {
        this.transactions = transactions;
        this.nodes = nodes;
        this.secrets = secrets;
        this.signingKeys = signingKeys;
        this.erasables = erasables;
        this.events = events;
        this.time = time;
        this.presence = presence;
    }

    RegisteredNode register(Scope.Tenant scope, RegisterNodeRequest request) {
        NodeId nodeId = registrable(request.nodeId());
        Generated generated = secrets.generate(nodeId);
        try {
            transactions.run(scope, () -> {
                Instant now = time.instant();
                Node node = new Node(nodeId, scope.id(), now, generated);
                node.describe(request, now);
                nodes.persistAndFlush(node);
                credentialsChanged(scope, nodeId);
            });
        } catch (PersistenceException e) {
            if (e.toString().contains("node_pkey")) {
                throw new NodeException.NodeIdTaken(nodeId);
            }
            throw e;
        }
        Log.infof("node registered nodeId=%s tenantId=%s", nodeId, scope.id());
        return new RegisteredNode(nodeId, generated.secret().value(), signingKeys.commandKeys());
    }

    void describe(Scope.Tenant scope, NodeId nodeId, UpdateNodeRequest request) {
        change(scope, nodeId, (node, now) -> {
            node.describe(request, now);
            events.fire(new NodeChanged(nodeId, scope.id()));
        });
    }

    ChangedSecret changeSecret(Scope.Tenant scope, NodeId nodeId, Duration overlap) {
        secrets.requireAllowed(overlap);
        Generated generated = secrets.generate(nodeId);
        Instant overlapUntil = time.instant().plus(overlap);
        change(scope, nodeId, (node, now) -> {
            node.changeSecret(generated, now, overlapUntil);
            credentialsChanged(scope, nodeId);
        });
        Log.infof("node secret changed nodeId=%s overlapUntil=%s", nodeId, overlapUntil);
        return new ChangedSecret(generated.secret().value(), overlapUntil);
    }

    void setEnabled(Scope.Tenant scope, NodeId nodeId, boolean enabled) {
        change(scope, nodeId, (node, now) -> {
            if (node.isEnabled() != enabled) {
                node.setEnabled(enabled, now);
                nodes.flush();
                presence(scope, nodeId, enabled);
                credentialsChanged(scope, nodeId);
                Log.infof("node %s nodeId=%s", enabled ? "enabled" : "disabled", nodeId);
            }
        });
    }

    /** Deletes the node and all that any feature keeps about it. What the node sends meanwhile may lock the same rows the other way round. */
    void decommission(Scope.Tenant scope, NodeId nodeId) {
        Conflicts.tryAgain(() -> change(scope, nodeId, (node, now) -> {
            nodes.holdAlone(nodeId);
            erasables.forEach(feature -> feature.eraseNode(scope.id(), nodeId));
            nodes.delete(node);
            nodes.flush();
            credentialsChanged(scope, nodeId);
        }));
        Log.infof("node decommissioned nodeId=%s tenantId=%s", nodeId, scope.id());
    }

    private void change(Scope.Tenant scope, NodeId nodeId, BiConsumer<Node, Instant> work) {
        if (!scope.covers(nodeId)) {
            throw new NodeException.UnknownNode(nodeId.value());
        }
        transactions.run(scope, () -> {
            Node node = nodes.findForChange(nodeId).orElseThrow(() -> new NodeException.UnknownNode(nodeId.value()));
            work.accept(node, time.instant());
        });
    }

    private void presence(Scope.Tenant scope, NodeId nodeId, boolean enabled) {
        if (enabled) {
            presence.enable(scope, nodeId);
        } else {
            presence.disable(scope, nodeId);
        }
    }

    private void credentialsChanged(Scope.Tenant scope, NodeId nodeId) {
        nodes.recordCredentialChange(nodeId);
        events.fire(new NodeChanged(nodeId, scope.id()));
    }

    private static NodeId registrable(String text) {
        if (!NodeId.isWellFormed(text)) {
            throw ProblemException.invalid(
                    "nodeId",
                    "must be 1 to 63 of a-z, 0-9, dot, underscore and dash, beginning with a letter or digit");
        }
        NodeId nodeId = new NodeId(text);
        if (nodeId.isReserved()) {
            throw ProblemException.invalid("nodeId", "is reserved for the platform");
        }
        return nodeId;
    }
}
