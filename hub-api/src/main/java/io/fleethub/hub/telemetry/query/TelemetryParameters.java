package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.NodeId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
                        "`raw` for reports, or the width of a point: an ISO-8601 duration or `P1M`; chosen when left out")
        @Nullable String step,

        @QueryParam("agg") @DefaultValue("avg") @Parameter(description = "avg, min, max, sum, count or last")
        String agg,

        @QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,

        @QueryParam("cursor") @Parameter(description = "of a raw page; carries its query") @Nullable String cursor,

        @QueryParam("format")
        @Parameter(
                description = "`csv` for a file, as `Accept: text/csv`; of raw reports without limit, all of the range")
        @Nullable String format) {

    private static final String RAW = "raw";
    private static final String CSV = "csv";
    private static final int MAX_METRICS = 50;
    private static final int LAST_YEAR = 9_999;

    boolean isRaw() {
        return cursor != null || RAW.equals(step);
    }

    /** @param accepted what the request's header prefers */
    boolean isCsv(List<MediaType> accepted) {
        if (format != null) {
            if (!format.equals(CSV) && !format.equals("json")) {
                throw ProblemException.invalid("format", "must be csv or json");
            }
            return format.equals(CSV);
        }
        return accepted.stream()
                .filter(type -> isCsv(type) || type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .findFirst()
                .filter(TelemetryParameters::isCsv)
                .isPresent();
    }

    private static boolean isCsv(MediaType type) {
        return type.getType().equals("text") && type.getSubtype().equals(CSV);
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
        Optional<Resolution> resolution = Optional.ofNullable(step).map(TelemetryParameters::resolution);
        resolution.ifPresent(wanted -> requireFitting(wanted, begin, end));
        Aggregate aggregate = Aggregate.find(agg)
                .orElseThrow(() -> ProblemException.invalid("agg", "must be one of " + Aggregate.names()));
        return new SeriesQuery(nodeId, names(), begin, end, resolution, aggregate);
    }

    private static void requireFitting(Resolution wanted, Instant begin, Instant end) {
        long points = wanted.points(begin, end);
        if (points > Resolution.MAX_POINTS) {
            throw ProblemException.invalid(
                    "step",
                    "would give " + points + " points a series, and at most " + Resolution.MAX_POINTS
                            + " are given: widen it, or leave it out");
        }
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

    private static Resolution resolution(String step) {
        return Resolution.parse(step)
                .orElseThrow(() -> ProblemException.invalid(
                        "step", "must be raw, P1M, or an ISO-8601 duration of at least PT1S such as PT5M"));
    }

    private static Instant time(String name, String value) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw ProblemException.invalid(name, "must be an RFC 3339 time such as 2026-11-21T00:00:00Z");
        }
        throw ProblemException.invalid(name, "must have a year of four digits");
    }
}
