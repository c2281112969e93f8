package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.time.Instant;

/**
 * A node's state changed, or the reason of its being online. A hint: fired inside the transaction, to be observed after its success;
 * whoever must not miss one reads the tables.
 */
public record NodePresenceChanged(
        TenantId tenantId, NodeId nodeId, PresenceState from, PresenceState to, String reason, Instant at) {}
