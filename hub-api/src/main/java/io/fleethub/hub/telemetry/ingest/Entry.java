package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One report with what its batch says about it.
 *
 * @param streamId null when the stream has no numbers; then everything that arrives is kept
 */
record Entry(
        NodeId nodeId,
        TenantId tenantId,
        @Nullable String streamId,
        @Nullable String bootId,
        Instant receivedAt,
        TelemetryReport report,
        Values values) {

    static List<Entry> of(List<Inbound<TelemetryBatch>> batches) {
        return batches.stream()
                .flatMap(inbound -> inbound.message().reports().stream()
                        .map(report -> new Entry(
                                inbound.nodeId(),
                                inbound.tenantId(),
                                inbound.message().streamId(),
                                inbound.message().bootId(),
                                inbound.receivedAt(),
                                report,
                                Values.of(report.metrics()))))
                .toList();
    }

    /** The stream that judges whether this report is new; empty for one without a number. */
    Optional<StreamKey> stream() {
        return streamId == null || report.seq() == null
                ? Optional.empty()
                : Optional.of(new StreamKey(nodeId, streamId));
    }
}
