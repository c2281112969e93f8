package io.fleethub.hub.nodes;

import io.fleethub.hub.nodes.presence.QuotaExceeded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is there.
 *
 * @param state NEVER_SEEN, ONLINE, LATE, OFFLINE or DISABLED
 * @param reason a code
 * @param identitySharedAt when machines of this one identity last were seen to take each other over
 * @param quota null while the node never went beyond the broker's limits
 */
record PresenceSummary(
        String state,
        Instant since,
        String reason,
        @Nullable Instant lastSeenAt,
        @Nullable Instant identitySharedAt,
        @Nullable QuotaExceeded quota) {}
