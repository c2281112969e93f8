package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node's presence as the rules see it; pure data, each change a new one.
 *
 * @param statusAt when its last status was taken in; read only, written with what the status tells
 * @param mark null while the node never numbered its reports
 * @param death a DEATH without a number, which takes effect unless something else comes before
 */
record PresenceRow(
        NodeId nodeId,
        TenantId tenantId,
        PresenceState state,
        String reason,
        Instant since,
        @Nullable Instant lastSeenAt,
        @Nullable Instant statusAt,
        @Nullable SessionMark mark,
        @Nullable PendingDeath death,
        @Nullable Duration heartbeatInterval) {

    record PendingDeath(Instant at, String reason) {}

    /** A sign of life: whatever death was pending is forgotten. */
    PresenceRow heard(Instant at) {
        Instant latest = lastSeenAt == null || at.isAfter(lastSeenAt) ? at : lastSeenAt;
        return new PresenceRow(nodeId, tenantId, state, reason, since, latest, statusAt, mark, null, heartbeatInterval);
    }

    /** A sign of life that makes it online from now on. */
    PresenceRow online(ReasonCode why, Instant at) {
        return heard(at).moved(PresenceState.ONLINE, why.name(), at);
    }

    /** In another state, or online for another reason; unchanged where the state is the same and not ONLINE. */
    PresenceRow moved(PresenceState next, String why, Instant at) {
        if (state == next) {
            boolean newReason = next == PresenceState.ONLINE && !reason.equals(why);
            return newReason ? in(next, why, since) : this;
        }
        if (!state.canMoveTo(next)) {
            throw new IllegalStateException(nodeId + " cannot go from " + state + " to " + next);
        }
        return in(next, why, at);
    }

    PresenceRow marked(SessionMark value) {
        return new PresenceRow(
                nodeId, tenantId, state, reason, since, lastSeenAt, statusAt, value, death, heartbeatInterval);
    }

    PresenceRow dying(@Nullable PendingDeath value) {
        return new PresenceRow(
                nodeId, tenantId, state, reason, since, lastSeenAt, statusAt, mark, value, heartbeatInterval);
    }

    PresenceRow beating(@Nullable Duration interval) {
        return new PresenceRow(nodeId, tenantId, state, reason, since, lastSeenAt, statusAt, mark, death, interval);
    }

    /** Whether history gains an entry. */
    boolean changedFrom(PresenceRow before) {
        return state != before.state || !reason.equals(before.reason);
    }

    private PresenceRow in(PresenceState next, String why, Instant from) {
        return new PresenceRow(nodeId, tenantId, next, why, from, lastSeenAt, statusAt, mark, death, heartbeatInterval);
    }
}
