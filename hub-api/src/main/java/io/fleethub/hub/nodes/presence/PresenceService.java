package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.ReasonCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What other features ask of presence and tell it. Thread-safe; the sightings by telemetry wait in a map, at most one for each node,
 * until {@link PresenceJob} writes them down. A hub that dies loses a second of them, which the next telemetry makes good.
 */
@ApplicationScoped
public class PresenceService {

    private final ScopedTransactions transactions;
    private final PresenceRepository presences;
    private final PresenceWriter writer;
    private final Clock clock;
    private final Map<NodeId, Sighting> sightings = new ConcurrentHashMap<>();

    PresenceService(ScopedTransactions transactions, PresenceRepository presences, PresenceWriter writer, Clock clock) {
        this.transactions = transactions;
        this.presences = presences;
        this.writer = writer;
        this.clock = clock;
    }

    /** @return empty when the scope has no such node */
    public Optional<NodePresence> find(Scope.Tenant scope, NodeId nodeId) {
        if (!scope.covers(nodeId)) {
            return Optional.empty();
        }
        return transactions.call(scope, () -> presences.find(nodeId).map(PresenceService::published));
    }

    /** Whether the node is taken to be connected. Joins a transaction of the same scope. */
    public boolean reachable(Scope.Tenant scope, NodeId nodeId) {
        return find(scope, nodeId).map(found -> found.state().reachable()).orElse(false);
    }

    /** Telemetry of these nodes was committed: it counts against their silence, and never revives an ended session. */
    public void sawTelemetry(Collection<NodeId> nodeIds) {
        Sighting now = Sighting.overMqtt(clock.instant());
        nodeIds.forEach(nodeId -> sightings.merge(nodeId, now, Sighting::and));
    }

    /** Telemetry of this node came over HTTPS and was committed: the node is there, whatever became of its session. */
    public void sawHttpsTelemetry(NodeId nodeId) {
        sightings.merge(nodeId, Sighting.overHttps(clock.instant()), Sighting::and);
    }

    /** The node's credentials were revoked. Called in the transaction that does it; a second time changes nothing. */
    public void disable(Scope.Tenant scope, NodeId nodeId) {
        change(scope, nodeId, row -> {
            PresenceRow ended = row.mark() == null ? row : row.marked(row.mark().end());
            return ended.dying(null).moved(PresenceState.DISABLED, ReasonCode.REVOKED.name(), clock.instant());
        });
    }

    /** The node may connect again. Called in the transaction that does it; a second time changes nothing. */
    public void enable(Scope.Tenant scope, NodeId nodeId) {
        change(scope, nodeId, row -> {
            if (row.state() != PresenceState.DISABLED) {
                return row;
            }
            return row.lastSeenAt() == null
                    ? row.moved(PresenceState.NEVER_SEEN, ReasonCode.REGISTERED.name(), clock.instant())
                    : row.moved(PresenceState.OFFLINE, ReasonCode.ENABLED.name(), clock.instant());
        });
    }

    /** Takes the sightings by telemetry out, for the job to write down. */
    Map<NodeId, Sighting> takeSightings() {
        Map<NodeId, Sighting> taken = Map.copyOf(sightings);
        taken.forEach(sightings::remove);
        return taken;
    }

    /** Gives back what could not be written down. */
    void giveBack(Map<NodeId, Sighting> unwritten) {
        unwritten.forEach((nodeId, sighting) -> sightings.merge(nodeId, sighting, Sighting::and));
    }

    private void change(Scope.Tenant scope, NodeId nodeId, UnaryOperator<PresenceRow> change) {
        transactions.run(
                scope,
                () -> presences.lock(nodeId).ifPresent(row -> writer.write(row, change.apply(row), clock.instant())));
    }

    private static NodePresence published(PresenceRow row) {
        return new NodePresence(row.nodeId(), row.state(), row.reason(), row.since(), row.lastSeenAt());
    }
}
