package io.fleethub.hub.telemetry.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a range of telemetry looks like: report by report, or as series of points. */
sealed interface TelemetryView {

    /**
     * Reports, oldest first.
     *
     * @param next the cursor of the following page, or null at the end
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RawView(
            String resolution,
            List<ReportView> items,
            @Nullable String next) implements TelemetryView {}

    /** @param resolution the width of a point: an ISO-8601 duration, or P1M for calendar months; all in UTC */
    record SeriesView(String resolution, List<Series> series) implements TelemetryView {}

    /** @param points pairs of the bucket's beginning in epoch milliseconds and its value, oldest first */
    record Series(String metric, List<List<Number>> points) {}
}
