package io.fleethub.hub.live;

import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.db.ChangeNotices;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.telemetry.TelemetryRecorded;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers whose telemetry was committed and tells it once a second: one event for each node, however many reports came. Thread-safe;
 * holds each node once, and of more nodes than it may hold the others are told with their next report.
 */
@ApplicationScoped
class LiveTelemetry {

    private static final Scope SCOPE = new Scope.Platform("live telemetry");
    private static final int MOST_NODES = 20_000;

    private final LiveInterest interest;
    private final ScopedTransactions transactions;
    private final ChangeNotices notices;
    private final Clock clock;
    private final Map<TenantId, Set<NodeId>> measured = new HashMap<>();
    private int held;

    LiveTelemetry(LiveInterest interest, ScopedTransactions transactions, ChangeNotices notices, Clock clock) {
        this.interest = interest;
        this.transactions = transactions;
        this.notices = notices;
        this.clock = clock;
    }

    /** Runs on the workers of ingest: only remembers. */
    void recorded(@Observes TelemetryRecorded recorded) {
        recorded.nodes().forEach((node, tenant) -> {
            if (interest.in(tenant)) {
                hold(tenant, node);
            }
        });
    }

    private synchronized void hold(TenantId tenant, NodeId node) {
        if (held < MOST_NODES
                && measured.computeIfAbsent(tenant, first -> new HashSet<>()).add(node)) {
            held++;
        }
    }

    void flush() {
        Instant now = clock.instant();
        List<ChangeNotice.Changed> told = new ArrayList<>();
        take().forEach((tenant, nodes) -> told.addAll(LiveNotice.telemetry(tenant, nodes, now)));
        if (!told.isEmpty()) {
            transactions.run(SCOPE, () -> notices.announce(told));
        }
    }

    private synchronized Map<TenantId, Set<NodeId>> take() {
        Map<TenantId, Set<NodeId>> taken = new HashMap<>(measured);
        measured.clear();
        held = 0;
        return taken;
    }
}
