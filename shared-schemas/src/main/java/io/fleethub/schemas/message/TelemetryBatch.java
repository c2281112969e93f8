package io.fleethub.schemas.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports of one stream and one boot. {@code streamId} and each report's {@code seq} are both there or both absent; a
 * report that breaks this is refused, not the batch.
 *
 * @param reports 1..500, in any order; the bad ones among them say so themselves
 */
public record TelemetryBatch(
        int v, @Nullable String streamId, @Nullable String bootId, List<TelemetryReport> reports) implements Message {

    public static final int MAX_REPORTS = 500;

    public TelemetryBatch {
        Checks.version(v);
        Checks.id("streamId", streamId);
        Checks.id("bootId", bootId);
        Checks.required("reports", reports);
        if (reports.isEmpty() || reports.size() > MAX_REPORTS) {
            throw new IllegalArgumentException("reports: must have 1 to " + MAX_REPORTS + " entries");
        }
        boolean numbered = streamId != null;
        reports = reports.stream().map(report -> report.judgedIn(numbered)).toList();
    }

    public static TelemetryBatch of(@Nullable String streamId, @Nullable String bootId, List<TelemetryReport> reports) {
        return new TelemetryBatch(VERSION, streamId, bootId, reports);
    }
}
