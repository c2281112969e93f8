package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceRepository.Judged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    private void write(PresenceRow before, PresenceRow after, Instant at, Duration blind) {
        presences.save(after, silence.due(after, blind));
        if (after.changedFrom(before)) {
            changes.add(after, at);
            tell(before, after, at);
        }
    }

    /**
     * A presence that was judged by its silence.
     *
     * @param blind how much of the time since the node was last seen the hub itself heard nothing
     */
    record Silence(PresenceRow before, PresenceRow after, Duration blind) {}

    /** Many at once, in two statements. */
    void write(List<Silence> judged, Instant at) {
        if (judged.isEmpty()) {
            return;
        }
        presences.saveJudged(judged.stream()
                .map(one -> new Judged(one.after(), silence.due(one.after(), one.blind())))
                .toList());
        List<Silence> changed = judged.stream()
                .filter(one -> one.after().changedFrom(one.before()))
                .toList();
        if (!changed.isEmpty()) {
            changes.addAll(changed.stream().map(Silence::after).toList(), at);
            changed.forEach(one -> tell(one.before(), one.after(), at));
        }
    }

    private void tell(PresenceRow before, PresenceRow after, Instant at) {
        events.fire(new NodePresenceChanged(
                after.tenantId(), after.nodeId(), before.state(), after.state(), after.reason(), at));
    }
}
