package io.fleethub.hub.telemetry.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One report as it is kept.
 *
 * @param correctedAt only where it differs from {@code sampledAt}
 * @param timeUncertain true, or not there
 * @param metrics those that were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportView(
        @Nullable String streamId,
        @Nullable Long seq,
        @Nullable Instant sampledAt,
        Instant receivedAt,
        @Nullable Instant correctedAt,
        @Nullable Boolean timeUncertain,
        Map<String, Object> metrics) {}
