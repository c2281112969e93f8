package io.fleethub.hub.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is there.
 *
 * @param state NEVER_SEEN, ONLINE, LATE, OFFLINE or DISABLED
 * @param reason a code
 * @param identitySharedAt when machines of this one identity last were seen to take each other over
 */
record PresenceSummary(
        String state,
        Instant since,
        String reason,
        @Nullable Instant lastSeenAt,
        @Nullable Instant identitySharedAt) {}
