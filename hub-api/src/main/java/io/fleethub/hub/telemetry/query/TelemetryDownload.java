package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.hub.telemetry.query.TelemetryQueryRepository.Found;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Telemetry as CSV, one line a value. Reports are read page by page while they are written, each page in a transaction of its own, so
 * that neither the size of the range nor a slow reader holds memory or a connection. Thread-safe; a bounded number runs at once.
 */
@ApplicationScoped
class TelemetryDownload {

    private static final int PAGE = 500;
    private static final ProblemType BUSY =
            new ProblemType(429, "TOO_MANY_DOWNLOADS", "Too many downloads are under way");

    private final TelemetryQueryService service;
    private final Semaphore places;

    TelemetryDownload(TelemetryQueryService service, TelemetryConfig config) {
        this.service = service;
        this.places = new Semaphore(config.downloads());
    }

    /** What is wrong with the request shows before the first byte. */
    StreamingOutput csv(Scope.Tenant scope, NodeId nodeId, TelemetryParameters parameters) {
        if (parameters.isRaw()) {
            RawQuery wanted = service.rawQuery(nodeId, parameters).withLimit(PAGE);
            List<Found> first = service.reports(scope, wanted);
            return out -> inPlace(() -> writeReports(scope, wanted, first, out));
        }
        TelemetryView.SeriesView view = (TelemetryView.SeriesView) service.range(scope, nodeId, parameters);
        return out -> writeSeries(view, new Csv(out));
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void inPlace(Writing writing) throws IOException {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    BUSY, "try again when another download has ended", List.of(), Map.of("Retry-After", "10"));
        }
        try {
            writing.write();
        } finally {
            places.release();
        }
    }

    private static void writeSeries(TelemetryView.SeriesView view, Csv csv) throws IOException {
        csv.line("time", "metric", "value");
        for (TelemetryView.Series series : view.series()) {
            for (List<Number> point : series.points()) {
                csv.line(Instant.ofEpochMilli(point.get(0).longValue()), series.metric(), point.get(1));
            }
        }
    }

    private void writeReports(Scope.Tenant scope, RawQuery wanted, List<Found> first, OutputStream out)
            throws IOException {
        Csv csv = new Csv(out);
        csv.line("time", "sampledAt", "receivedAt", "timeUncertain", "streamId", "seq", "metric", "value");
        List<Found> page = first;
        while (!page.isEmpty()) {
            boolean more = page.size() > PAGE;
            List<Found> shown = more ? page.subList(0, PAGE) : page;
            for (Found found : shown) {
                write(found, csv);
            }
            Found last = shown.get(shown.size() - 1);
            page = more ? service.reports(scope, wanted.goingOn(last.correctedAt(), last.id())) : List.of();
        }
    }

    private static void write(Found found, Csv csv) throws IOException {
        ReportView report = found.report();
        for (Map.Entry<String, Object> metric : report.metrics().entrySet()) {
            csv.line(
                    found.correctedAt(),
                    report.sampledAt(),
                    report.receivedAt(),
                    Boolean.TRUE.equals(report.timeUncertain()),
                    report.streamId(),
                    report.seq(),
                    metric.getKey(),
                    metric.getValue());
        }
    }
}
