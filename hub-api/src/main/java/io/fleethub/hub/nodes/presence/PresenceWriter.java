package io.fleethub.hub.nodes.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;

/** Writes a judged presence down, in the caller's transaction: the row with its next judgement, the history, the event. Stateless. */
@ApplicationScoped
class PresenceWriter {

    private final PresenceRepository presences;
    private final PresenceChangeRepository changes;
    private final Event<NodePresenceChanged> events;
    private final SilenceRules silence;

    PresenceWriter(
            PresenceRepository presences,
            PresenceChangeRepository changes,
            Event<NodePresenceChanged> events,
            PresenceConfig config) {
        this.presences = presences;
        this.changes = changes;
        this.events = events;
        this.silence = SilenceRules.of(config);
    }

    /** For a presence that was just heard of, so that no blind time counts. */
    void write(PresenceRow before, PresenceRow after, Instant at) {
        if (!after.equals(before)) {
            write(before, after, at, Duration.ZERO);
        }
    }

    /** @param blind how much of the time since the node was last seen the hub itself heard nothing */
    void write(PresenceRow before, PresenceRow after, Instant at, Duration blind) {
        presences.save(after, silence.due(after, blind));
        if (after.changedFrom(before)) {
            changes.add(after, at);
            events.fire(new NodePresenceChanged(
                    after.tenantId(), after.nodeId(), before.state(), after.state(), after.reason(), at));
        }
    }
}
