package io.fleethub.schemas.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One report of a batch. Reading it never fails: what the hub can never keep carries a {@code refusal} and no metrics,
 * so that the rest of its batch is kept. The public constructor, which senders use, throws instead.
 *
 * @param seq null when the stream has no numbers, or the number could not be read
 * @param sampledAt by the node's clock
 * @param clockSynced null = not said
 * @param metrics values are {@link Long}, {@link Double}, {@link Boolean} or {@link String}; in the sender's order
 * @param refusal why this report will never be kept; null for a good one
 */
@JsonDeserialize(using = TelemetryReportReader.class)
public record TelemetryReport(
        @Nullable Long seq,
        @Nullable Instant sampledAt,
        @Nullable Long uptimeMs,
        @Nullable Boolean clockSynced,
        Map<String, Object> metrics,
        @JsonIgnore @Nullable Reason refusal) {

    public static final int MAX_METRICS = 200;
    public static final int MAX_TEXT = 256;

    /** Keeps the order of the metrics; the map is not copied by {@link Map#copyOf}, which would lose it. */
    public TelemetryReport {
        metrics = Collections.unmodifiableMap(metrics);
    }

    /**
     * A report to be sent.
     *
     * @throws IllegalArgumentException naming the value that the hub would refuse
     */
    public static TelemetryReport of(
            @Nullable Long seq,
            @Nullable Instant sampledAt,
            @Nullable Long uptimeMs,
            @Nullable Boolean clockSynced,
            Map<String, ?> metrics) {
        Checks.atLeast("seq", seq, 1);
        Checks.atLeast("uptimeMs", uptimeMs, 0);
        Map<String, Object> kept = new LinkedHashMap<>();
        metrics.forEach((name, value) -> kept.put(name, MetricRules.normal(value)));
        Reason refusal = MetricRules.judge(kept);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal.detail());
        }
        return new TelemetryReport(seq, sampledAt, uptimeMs, clockSynced, kept, null);
    }

    static TelemetryReport refused(@Nullable Long seq, Reason refusal) {
        return new TelemetryReport(seq, null, null, null, Map.of(), refusal);
    }

    /** Whether this report will never be kept. */
    @JsonIgnore
    public boolean refused() {
        return refusal != null;
    }

    TelemetryReport judgedIn(boolean numbered) {
        if (refusal != null || numbered == (seq != null)) {
            return this;
        }
        String detail = numbered ? "seq: is missing, the batch has a streamId" : "seq: is there without a streamId";
        return refused(null, Reason.of(ReasonCode.BAD_VALUE, detail));
    }
}
