package io.fleethub.hub.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is there.
 *
 * @param state NEVER_SEEN, ONLINE, LATE, OFFLINE or DISABLED
 * @param reason a code
 */
record PresenceSummary(
        String state,
        Instant since,
        String reason,
        @Nullable Instant lastSeenAt) {}
