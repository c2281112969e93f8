package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceChangeRepository.Numbered;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a node's presence over time. Stateless. */
@ApplicationScoped
class PresenceHistoryService {

    private static final String NODE = "node";
    private static final String BEFORE = "before";

    private final ScopedTransactions transactions;
    private final PresenceRepository presences;
    private final PresenceChangeRepository changes;
    private final StatusDetailsRepository details;
    private final PresenceConfig config;
    private final Clock clock;

    PresenceHistoryService(
            ScopedTransactions transactions,
            PresenceRepository presences,
            PresenceChangeRepository changes,
            StatusDetailsRepository details,
            PresenceConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.presences = presences;
        this.changes = changes;
        this.details = details;
        this.config = config;
        this.clock = clock;
    }

    /** @return empty when the scope has no such node */
    Optional<PresenceView> history(Scope.Tenant scope, NodeId nodeId, int limit, Optional<Cursor> cursor) {
        if (!scope.covers(nodeId)) {
            return Optional.empty();
        }
        long before = cursor.map(given -> place(given, nodeId)).orElse(Long.MAX_VALUE);
        return transactions.call(scope, () -> presences.find(nodeId).map(row -> view(row, before, limit)));
    }

    private PresenceView view(PresenceRow row, long before, int limit) {
        Instant now = clock.instant();
        List<Numbered> found = changes.before(row.nodeId(), before, limit + 1);
        Page<Numbered> page = Page.of(found, limit, last -> cursor(row.nodeId(), last.id()));
        Instant from = now.minus(config.presenceHistory());
        return new PresenceView(
                row.state(),
                row.since(),
                row.reason(),
                row.lastSeenAt(),
                changes.uptimeShare(row.nodeId(), from, now),
                changes.uptimeByDay(row.nodeId(), from, now),
                details.quota(row.nodeId()).orElse(null),
                page.items().stream().map(Numbered::change).toList(),
                page.next());
    }

    private static Cursor cursor(NodeId nodeId, long id) {
        return Cursor.of(Map.of(NODE, nodeId.value(), BEFORE, Long.toString(id)));
    }

    private static long place(Cursor cursor, NodeId nodeId) {
        if (!cursor.get(NODE).equals(nodeId.value())) {
            throw Cursor.refused();
        }
        try {
            return Long.parseLong(cursor.get(BEFORE));
        } catch (NumberFormatException forged) {
            throw Cursor.refused();
        }
    }
}
