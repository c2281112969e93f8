package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.schemas.message.TelemetryBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes telemetry from the bridge; what follows a commit is done best-effort, since the node's next heartbeat makes it good. */
@ApplicationScoped
class TelemetryHandler implements BatchHandler<TelemetryBatch> {

    private final TelemetryService service;
    private final UnaskedSync sync;

    TelemetryHandler(TelemetryService service, UnaskedSync sync) {
        this.service = service;
        this.sync = sync;
    }

    @Override
    public Class<TelemetryBatch> type() {
        return TelemetryBatch.class;
    }

    @Override
    public void handle(List<Inbound<TelemetryBatch>> batch) {
        sync.committed(batch, service.record(batch));
    }
}
