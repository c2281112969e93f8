package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A node's presence and its history, the latest change first.
 *
 * @param uptimeShare 0..1 of the time that history covers
 * @param days the same day by day, the latest first
 * @param quota null while the node never went beyond the broker's limits
 */
@Schema(name = "Presence")
@JsonInclude(JsonInclude.Include.ALWAYS)
record PresenceView(
        PresenceState state,
        Instant since,
        String reason,
        @Nullable Instant lastSeenAt,
        double uptimeShare,
        List<Day> days,
        @Nullable QuotaExceeded quota,
        List<Change> items,
        @Nullable String next) {

    /**
     * One day in UTC.
     *
     * @param uptimeShare 0..1 of that part of it that history covers
     */
    @Schema(name = "PresenceDay")
    record Day(LocalDate day, double uptimeShare) {}

    @Schema(name = "PresenceChange")
    record Change(Instant at, PresenceState state, String reason) {}
}
