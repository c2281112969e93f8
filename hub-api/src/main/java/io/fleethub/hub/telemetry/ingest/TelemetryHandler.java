package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.presence.PresenceService;
import io.fleethub.hub.telemetry.TelemetryRecorded;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.TelemetryBatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes telemetry from the bridge; what follows a commit is done best-effort, since the node's next heartbeat makes it good. */
@ApplicationScoped
class TelemetryHandler implements BatchHandler<TelemetryBatch> {

    private final TelemetryService service;
    private final UnaskedSync sync;
    private final PresenceService presence;
    private final Event<TelemetryRecorded> events;

    TelemetryHandler(
            TelemetryService service, UnaskedSync sync, PresenceService presence, Event<TelemetryRecorded> events) {
        this.service = service;
        this.sync = sync;
        this.presence = presence;
        this.events = events;
    }

    @Override
    public Class<TelemetryBatch> type() {
        return TelemetryBatch.class;
    }

    @Override
    public void handle(List<Inbound<TelemetryBatch>> batch) {
        TelemetryService.Recorded recorded = service.record(batch);
        Map<NodeId, TenantId> nodes = new HashMap<>();
        batch.forEach(inbound -> nodes.put(inbound.nodeId(), inbound.tenantId()));
        presence.sawTelemetry(nodes.keySet());
        events.fire(new TelemetryRecorded(nodes));
        sync.committed(batch, recorded);
    }
}
