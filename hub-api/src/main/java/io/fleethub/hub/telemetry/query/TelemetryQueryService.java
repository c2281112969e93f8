package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.nodes.NodeException;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows telemetry to those who may see the node. */
@ApplicationScoped
class TelemetryQueryService {

    private final ScopedTransactions transactions;
    private final TelemetryQueryRepository reports;
    private final TelemetryConfig config;
    private final Clock clock;

    TelemetryQueryService(
            ScopedTransactions transactions, TelemetryQueryRepository reports, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.reports = reports;
        this.config = config;
        this.clock = clock;
    }

    LatestView latest(Scope.Tenant scope, NodeId nodeId) {
        return of(scope, nodeId, () -> reports.latest(nodeId).orElseGet(() -> new LatestView(null, null, Map.of())));
    }

    TelemetryView range(Scope.Tenant scope, NodeId nodeId, TelemetryParameters parameters) {
        if (!parameters.isRaw()) {
            SeriesQuery wanted = parameters.series(nodeId, clock.instant());
            return of(
                    scope,
                    nodeId,
                    () -> new TelemetryView.SeriesView(wanted.step().toString(), reports.series(wanted)));
        }
        RawQuery wanted = parameters.raw(nodeId, clock.instant(), config.rawRetention(), config.futureLimit());
        return of(scope, nodeId, () -> page(wanted, reports.raw(wanted)));
    }

    private static TelemetryView page(RawQuery wanted, List<TelemetryQueryRepository.Found> found) {
        boolean more = found.size() > wanted.limit();
        List<TelemetryQueryRepository.Found> shown = more ? found.subList(0, wanted.limit()) : found;
        String next = null;
        if (more) {
            TelemetryQueryRepository.Found last = shown.get(shown.size() - 1);
            next = wanted.after(last.correctedAt(), last.id()).toString();
        }
        return new TelemetryView.RawView(
                "raw",
                shown.stream().map(TelemetryQueryRepository.Found::report).toList(),
                next);
    }

    private <T> T of(Scope.Tenant scope, NodeId nodeId, Supplier<T> work) {
        if (!scope.covers(nodeId)) {
            throw new NodeException.UnknownNode(nodeId.value());
        }
        return transactions.call(scope, () -> {
            if (!reports.nodeExists(nodeId)) {
                throw new NodeException.UnknownNode(nodeId.value());
            }
            return work.get();
        });
    }
}
