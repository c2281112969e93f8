package io.fleethub.schemas.message;

import java.time.Instant;

/** Whether a hub works; retained, and the hub's will. While it is OFFLINE nodes keep telemetry and logs. */
public record HubStatus(int v, State state, String hubId, Instant startedAt, Instant sentAt) implements Message {

    public enum State {
        ONLINE,
        OFFLINE
    }

    public HubStatus {
        Checks.version(v);
        Checks.required("state", state);
        Checks.id("hubId", Checks.required("hubId", hubId));
        Checks.required("startedAt", startedAt);
        Checks.required("sentAt", sentAt);
    }
}
