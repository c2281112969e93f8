package io.fleethub.hub.telemetry.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each metric of a node.
 *
 * @param sampledAt the corrected time of the newest report; null when there was none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LatestView(@Nullable Instant sampledAt, @Nullable Instant receivedAt, Map<String, Value> metrics) {

    /** One value and its corrected time. */
    record Value(Object value, Instant at) {}
}
