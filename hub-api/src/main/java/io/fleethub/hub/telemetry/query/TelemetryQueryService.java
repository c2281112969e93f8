package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.nodes.NodeException;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows telemetry to those who may see the node. */
@ApplicationScoped
class TelemetryQueryService {

    /** Of a node whose metrics are not named. */
    private static final int MAX_SERIES = 200;

    private static final Duration ROLLUP_DELAY = Duration.ofMinutes(30);

    private final ScopedTransactions transactions;
    private final TelemetryQueryRepository reports;
    private final SeriesRepository series;
    private final TelemetryConfig config;
    private final Clock clock;

    TelemetryQueryService(
            ScopedTransactions transactions,
            TelemetryQueryRepository reports,
            SeriesRepository series,
            TelemetryConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.reports = reports;
        this.series = series;
        this.config = config;
        this.clock = clock;
    }

    LatestView latest(Scope.Tenant scope, NodeId nodeId) {
        return of(scope, nodeId, () -> reports.latest(nodeId).orElseGet(() -> new LatestView(null, null, Map.of())));
    }

    TelemetryView range(Scope.Tenant scope, NodeId nodeId, TelemetryParameters parameters) {
        if (!parameters.isRaw()) {
            return series(scope, parameters.series(nodeId, clock.instant()));
        }
        RawQuery wanted = rawQuery(nodeId, parameters);
        return view(wanted, reports(scope, wanted));
    }

    RawQuery rawQuery(NodeId nodeId, TelemetryParameters parameters) {
        return parameters.raw(nodeId, clock.instant(), config.rawRetention(), config.futureLimit());
    }

    /** Up to one more than the query's limit. */
    List<TelemetryQueryRepository.Found> reports(Scope.Tenant scope, RawQuery wanted) {
        return of(scope, wanted.nodeId(), () -> reports.raw(wanted));
    }

    private TelemetryView series(Scope.Tenant scope, SeriesQuery wanted) {
        return of(scope, wanted.nodeId(), () -> {
            Instant rolledUpTo = rolledUpTo();
            List<Reach> metrics = metrics(wanted);
            Resolution resolution = wanted.step()
                    .orElseGet(() -> Resolution.fitting(wanted.from(), wanted.to(), metrics, series.reportsSince()));
            Instant from = resolution.points(wanted.from(), wanted.to()) <= Resolution.MAX_POINTS
                    ? wanted.from()
                    : Resolution.begin(wanted.from(), wanted.to(), metrics);
            List<Segment> segments = Segment.of(resolution.source(), from, wanted.to(), rolledUpTo);
            return new TelemetryView.SeriesView(
                    resolution.label(),
                    series.series(wanted.nodeId(), metrics, segments, resolution, wanted.aggregate()));
        });
    }

    private List<Reach> metrics(SeriesQuery wanted) {
        if (!wanted.metrics().isEmpty()) {
            return series.named(wanted.nodeId(), wanted.metrics());
        }
        List<Reach> metrics = series.ofNode(wanted.nodeId(), MAX_SERIES + 1);
        if (metrics.size() > MAX_SERIES) {
            throw ProblemException.invalid(
                    "metrics", "must name some: this node has more than " + MAX_SERIES + " of them");
        }
        return metrics;
    }

    /** All hours before it are surely rolled up: it takes two settling times, and a job that has much to do is given another while. */
    private Instant rolledUpTo() {
        return Source.HOURLY.begin(
                clock.instant().minus(config.rollupSettle().multipliedBy(2)).minus(ROLLUP_DELAY));
    }

    private static TelemetryView view(RawQuery wanted, List<TelemetryQueryRepository.Found> found) {
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
