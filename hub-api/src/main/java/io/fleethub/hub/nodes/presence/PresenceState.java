package io.fleethub.hub.nodes.presence;

import java.util.EnumSet;
import java.util.Set;

/** Whether a node is there; the only place that knows which state may follow which. */
public enum PresenceState {
    NEVER_SEEN,
    ONLINE,
    LATE,
    OFFLINE,
    DISABLED;

    /** Whether the node is taken to be connected, so that it is worth sending to. */
    public boolean reachable() {
        return this == ONLINE || this == LATE;
    }

    /** Whether the other state may follow; none follows itself. */
    public boolean canMoveTo(PresenceState next) {
        return followers().contains(next);
    }

    private Set<PresenceState> followers() {
        return switch (this) {
            case NEVER_SEEN -> EnumSet.of(ONLINE, OFFLINE, DISABLED);
            case ONLINE -> EnumSet.of(LATE, OFFLINE, DISABLED);
            case LATE -> EnumSet.of(ONLINE, OFFLINE, DISABLED);
            case OFFLINE -> EnumSet.of(ONLINE, DISABLED);
            case DISABLED -> EnumSet.of(NEVER_SEEN, OFFLINE);
        };
    }
}
