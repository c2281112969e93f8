package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.presence.PresenceService;
import io.fleethub.schemas.message.TelemetryBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** Takes telemetry from the bridge; what follows a commit is done best-effort, since the node's next heartbeat makes it good. */
@ApplicationScoped
class TelemetryHandler implements BatchHandler<TelemetryBatch> {

    private final TelemetryService service;
    private final UnaskedSync sync;
    private final PresenceService presence;

    TelemetryHandler(TelemetryService service, UnaskedSync sync, PresenceService presence) {
        this.service = service;
        this.sync = sync;
        this.presence = presence;
    }

    @Override
    public Class<TelemetryBatch> type() {
        return TelemetryBatch.class;
    }

    @Override
    public void handle(List<Inbound<TelemetryBatch>> batch) {
        TelemetryService.Recorded recorded = service.record(batch);
        presence.sawTelemetry(batch.stream().map(Inbound::nodeId).collect(Collectors.toSet()));
        sync.committed(batch, recorded);
    }
}
