package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.BridgeStatus;
import io.fleethub.hub.nodes.presence.PresenceWriter.Silence;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.schemas.NodeId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges silence: writes down what telemetry told, then asks whose silence has lasted long enough. While the hub itself hears nothing
 * it judges nobody, and afterwards that time does not count. Several hubs share the work by locked rows. Run by one thread at a time.
 */
@ApplicationScoped
class PresenceJob {

    private static final Scope SCOPE = new Scope.Platform("presence");
    private static final int BATCH = 200;
    private static final int JUDGED = 1_000;
    private static final int PRUNED = 5_000;

    private final ScopedTransactions transactions;
    private final PresenceService service;
    private final PresenceRepository presences;
    private final PresenceChangeRepository changes;
    private final PresenceWriter writer;
    private final BridgeStatus bridge;
    private final PresenceConfig config;
    private final Clock clock;

    PresenceJob(
            ScopedTransactions transactions,
            PresenceService service,
            PresenceRepository presences,
            PresenceChangeRepository changes,
            PresenceWriter writer,
            BridgeStatus bridge,
            PresenceConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.service = service;
        this.presences = presences;
        this.changes = changes;
        this.writer = writer;
        this.bridge = bridge;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${fleet.nodes.presence-tick:PT1S}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        writeSightings();
        if (bridge.blindSince().isEmpty()) {
            judgeSilence();
        }
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void prune() {
        Instant before = clock.instant().minus(config.presenceHistory());
        int gone;
        do {
            gone = transactions.call(SCOPE, () -> changes.prune(before, PRUNED));
        } while (gone == PRUNED);
    }

    private void writeSightings() {
        Map<NodeId, Sighting> sightings = service.takeSightings();
        List<NodeId> nodes = new ArrayList<>(sightings.keySet());
        for (int from = 0; from < nodes.size(); from += BATCH) {
            List<NodeId> some = nodes.subList(from, Math.min(from + BATCH, nodes.size()));
            try {
                writeSightings(some, sightings);
            } catch (RuntimeException e) {
                giveBack(nodes.subList(from, nodes.size()), sightings);
                throw e; // the scheduler logs it, and the next tick tries again
            }
        }
    }

    private void writeSightings(List<NodeId> nodes, Map<NodeId, Sighting> sightings) {
        transactions.run(SCOPE, () -> presences.lockAll(nodes).forEach(row -> write(row, sightings.get(row.nodeId()))));
    }

    private void write(PresenceRow row, @Nullable Sighting sighting) {
        if (sighting == null) {
            return;
        }
        SilenceRules rules = SilenceRules.of(config);
        Instant mqtt = sighting.mqtt();
        Instant https = sighting.https();
        PresenceRow heard = mqtt == null ? row : SilenceRules.telemetry(row, mqtt);
        PresenceRow after = https == null ? heard : rules.httpsTelemetry(heard, https);
        writer.write(row, after, sighting.latest());
    }

    /** Nothing of what was not written may be lost: a node that only sends telemetry would become LATE. */
    private void giveBack(List<NodeId> nodes, Map<NodeId, Sighting> sightings) {
        Map<NodeId, Sighting> unwritten = new HashMap<>(sightings);
        unwritten.keySet().retainAll(nodes);
        service.giveBack(unwritten);
    }

    private void judgeSilence() {
        SilenceRules rules = SilenceRules.of(config);
        int judged;
        do {
            judged = transactions.call(SCOPE, () -> {
                Instant now = clock.instant();
                List<PresenceRow> due = presences.lockDue(now, JUDGED);
                writer.write(due.stream().map(row -> judge(rules, row, now)).toList(), now);
                return due.size();
            });
        } while (judged == JUDGED);
    }

    private Silence judge(SilenceRules rules, PresenceRow row, Instant now) {
        Instant seen = row.lastSeenAt() == null ? row.since() : row.lastSeenAt();
        Duration blind = bridge.blindWithin(seen, now);
        return new Silence(row, rules.judge(row, now, blind), blind);
    }
}
