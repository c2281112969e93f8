package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.nodes.presence.PresenceService;
import io.fleethub.hub.nodes.signed.SignedMessages;
import io.fleethub.hub.nodes.signed.SignedRequest;
import io.fleethub.hub.telemetry.TelemetryRecorded;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the telemetry of signed requests the same way as that of the bridge. Thread-safe, keeps no state. */
@ApplicationScoped
class TelemetryIntakeService {

    private final SignedMessages messages;
    private final TelemetryService telemetry;
    private final PresenceService presence;
    private final Event<TelemetryRecorded> events;
    private final Clock clock;

    TelemetryIntakeService(
            SignedMessages messages,
            TelemetryService telemetry,
            PresenceService presence,
            Event<TelemetryRecorded> events,
            Clock clock) {
        this.messages = messages;
        this.telemetry = telemetry;
        this.presence = presence;
        this.events = events;
        this.clock = clock;
    }

    /** @param firstSeq of the outbox; the smallest of the batch when the node does not say */
    TelemetryReceipt take(SignedRequest request, @Nullable Long firstSeq) {
        SignedMessages.Signed<TelemetryBatch> signed = messages.read(TelemetryBatch.class, request);
        NodeIdentity node = signed.node();
        TelemetryBatch batch = signed.message();
        TelemetryService.Recorded recorded = telemetry.record(
                List.of(new Inbound<>(node.nodeId(), node.tenantId(), batch, clock.instant(), Map.of())));
        presence.sawHttpsTelemetry(node.nodeId());
        events.fire(new TelemetryRecorded(Map.of(node.nodeId(), node.tenantId())));
        return new TelemetryReceipt(batch.streamId(), through(node, batch, recorded, firstSeq), clock.instant());
    }

    private static @Nullable Long through(
            NodeIdentity node, TelemetryBatch batch, TelemetryService.Recorded recorded, @Nullable Long firstSeq) {
        String stream = batch.streamId();
        if (stream == null) {
            return null;
        }
        SeqSet committed = recorded.streams().getOrDefault(new StreamKey(node.nodeId(), stream), new SeqSet());
        long first = firstSeq == null ? smallest(batch) : firstSeq;
        return committed.throughFrom(first);
    }

    private static long smallest(TelemetryBatch batch) {
        return batch.reports().stream()
                .map(TelemetryReport::seq)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min()
                .orElse(1);
    }
}
