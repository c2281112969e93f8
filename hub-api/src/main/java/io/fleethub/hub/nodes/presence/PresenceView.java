package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A node's presence and its history, the latest change first.
 *
 * @param uptimeShare 0..1 of the time that history covers
 */
@Schema(name = "Presence")
@JsonInclude(JsonInclude.Include.ALWAYS)
record PresenceView(
        PresenceState state,
        Instant since,
        String reason,
        @Nullable Instant lastSeenAt,
        double uptimeShare,
        List<Change> items,
        @Nullable String next) {

    @Schema(name = "PresenceChange")
    record Change(Instant at, PresenceState state, String reason) {}
}
