package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.NodeId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a range of telemetry. */
record TelemetryParameters(
        @QueryParam("metrics") @Parameter(description = "names, separated by commas; all when left out") @Nullable String metrics,

        @QueryParam("from")
        @Parameter(description = "RFC 3339, inclusive; else 24 h before `to`, for raw the retention")
        @Nullable String from,

        @QueryParam("to") @Parameter(description = "RFC 3339, exclusive; else now") @Nullable String to,

        @QueryParam("step")
        @Parameter(
                description =
                        "`raw` for reports, or the width of a point as an ISO-8601 duration; chosen when left out")
        @Nullable String step,

        @QueryParam("agg") @DefaultValue("avg") @Parameter(description = "avg, min, max, sum, count or last")
        String agg,

        @QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,

        @QueryParam("cursor") @Parameter(description = "of a raw page; carries its query") @Nullable String cursor) {

    private static final String RAW = "raw";
    private static final int MAX_METRICS = 50;
    private static final int MAX_POINTS = 10_000;

    boolean isRaw() {
        return cursor != null || RAW.equals(step);
    }

    RawQuery raw(NodeId nodeId, Instant now, Duration retention, Duration futureLimit) {
        if (cursor != null) {
            return RawQuery.of(nodeId, Cursor.parse(cursor));
        }
        Instant end = to == null ? now.plus(futureLimit) : time("to", to);
        Instant begin = from == null ? now.minus(retention) : time("from", from);
        return RawQuery.first(nodeId, names(), begin, end, limit);
    }

    SeriesQuery series(NodeId nodeId, Instant now) {
        Instant end = to == null ? now : time("to", to);
        Instant begin = from == null ? end.minus(Duration.ofDays(1)) : time("from", from);
        if (!begin.isBefore(end)) {
            throw ProblemException.invalid("from", "must be before to");
        }
        Duration width = step == null ? Step.fitting(begin, end) : width(step);
        if (Step.points(begin, end, width) > (step == null ? Step.MAX_POINTS : MAX_POINTS)) {
            throw ProblemException.invalid("step", "would give more than " + MAX_POINTS + " points");
        }
        Aggregate aggregate = Aggregate.find(agg)
                .orElseThrow(() -> ProblemException.invalid("agg", "must be one of " + Aggregate.names()));
        return new SeriesQuery(nodeId, names(), begin, end, width, aggregate);
    }

    private List<String> names() {
        if (metrics == null || metrics.isEmpty()) {
            return List.of();
        }
        List<String> names = Arrays.stream(metrics.split(",")).distinct().toList();
        if (names.size() > MAX_METRICS) {
            throw ProblemException.invalid("metrics", "must be at most " + MAX_METRICS + " names");
        }
        return names;
    }

    private static Duration width(String step) {
        try {
            Duration width = Duration.parse(step);
            if (width.compareTo(Duration.ofSeconds(1)) >= 0) {
                return width;
            }
        } catch (DateTimeException e) {
            throw ProblemException.invalid("step", "must be raw or an ISO-8601 duration such as PT5M");
        }
        throw ProblemException.invalid("step", "must be at least PT1S");
    }

    private static Instant time(String name, String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(name, "must be an RFC 3339 time such as 2026-11-21T00:00:00Z");
        }
    }
}
