package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the hub believes of a node.
 *
 * @param reason a code of the contract, or one that the node gave for its going
 * @param lastSeenAt when its last status or telemetry came; null before the first
 */
public record NodePresence(
        NodeId nodeId,
        PresenceState state,
        String reason,
        Instant since,
        @Nullable Instant lastSeenAt) {}
