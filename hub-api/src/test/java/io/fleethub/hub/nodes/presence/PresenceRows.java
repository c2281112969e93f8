package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReportBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Presences and status reports for tests. */
final class PresenceRows {

    static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
    static final NodeId NODE = new NodeId("node-1");
    static final TenantId TENANT = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private PresenceRows() {}

    static PresenceRow neverSeen() {
        return row(PresenceState.NEVER_SEEN, "REGISTERED", null);
    }

    /** Online since T0, in session 7 of storage {@code s}, its BIRTH and two heartbeats read. */
    static PresenceRow online() {
        return row(PresenceState.ONLINE, "HEARTBEAT", new SessionMark("s", 7, 2L, 0L, false));
    }

    static PresenceRow row(PresenceState state, String reason, @Nullable SessionMark mark) {
        Instant seen = state == PresenceState.NEVER_SEEN ? null : T0;
        return new PresenceRow(NODE, TENANT, state, reason, T0, seen, seen, mark, null, null);
    }

    static StatusReport birth(String storage, long session, long n) {
        return builder(StatusEvent.BIRTH, storage, session, n).build();
    }

    static StatusReport heartbeat(String storage, long session, long n) {
        return builder(StatusEvent.HEARTBEAT, storage, session, n).build();
    }

    static StatusReport death(String storage, long session, String code) {
        return builder(StatusEvent.DEATH, storage, session, null)
                .reason(new Reason(code, null))
                .build();
    }

    static StatusReport strangers(StatusEvent event) {
        return StatusReport.builder(event).build();
    }

    static StatusReport slowBirth(Duration interval) {
        return builder(StatusEvent.BIRTH, "s", 8, 0L)
                .heartbeatInterval(interval)
                .build();
    }

    private static StatusReportBuilder builder(StatusEvent event, String storage, long session, @Nullable Long n) {
        return StatusReport.builder(event).order(storage, session, n);
    }
}
