package io.fleethub.hub.live;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.util.Locale;

/**
 * Something that happened to a node.
 *
 * @param data what the client reads, JSON
 */
record LiveEvent(Kind kind, TenantId tenantId, NodeId nodeId, String data) {

    /** What clients know as the event's name, and notices between hubs as their kind. */
    enum Kind {
        PRESENCE,
        TELEMETRY,
        COMMAND;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isVisibleTo(Scope.Tenant scope) {
        return scope.id().equals(tenantId) && scope.covers(nodeId);
    }
}
