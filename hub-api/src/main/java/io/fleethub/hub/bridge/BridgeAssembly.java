package io.fleethub.hub.bridge;

import io.fleethub.hub.bridge.canary.Canary;
import io.fleethub.hub.bridge.canary.ProbeLedger;
import io.fleethub.hub.bridge.canary.Sight;
import io.fleethub.hub.bridge.intake.Intake;
import io.fleethub.hub.bridge.intake.MessageReader;
import io.fleethub.hub.bridge.intake.Persistence;
import io.fleethub.hub.bridge.intake.Quarantine;
import io.fleethub.hub.bridge.intake.StopSignal;
import io.fleethub.hub.bridge.intake.SyncSender;
import io.fleethub.hub.bridge.intake.TenantTransactions;
import io.fleethub.hub.bridge.mqtt.Connections;
import io.fleethub.hub.bridge.mqtt.HubInstance;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import javax.sql.DataSource;

/** Puts the parts of a bridge together; the only place that knows all of them. */
record BridgeAssembly(
        BridgeConfig config,
        Intake.Handlers handlers,
        NodeDirectory directory,
        TenantTransactions transactions,
        DataSource ingest,
        MeterRegistry metrics,
        Clock clock) {

    /** @throws IllegalStateException naming the configuration key that is wrong */
    RunningBridge assemble(URI brokerUri, Sight sight, NodePublisher publisher) {
        HubInstance instance = HubInstance.keptIn(config.stateDirectory()
                .orElseThrow(() -> new IllegalStateException(
                        "fleet.bridge.state-directory: is missing; the hub keeps its name at the broker there")));
        StopSignal stop = new StopSignal();
        Persistence persistence = new Persistence(
                ingest, config.retryFirst(), config.retryLimit(), stop, metrics.counter("fleet_bridge_retries"));
        Canary canary = new Canary(config, brokerUri, instance, sight, new ProbeLedger(ingest), clock, metrics);
        Intake intake = new Intake(
                config,
                handlers,
                transactions,
                new Intake.Surroundings(
                        new MessageReader(directory),
                        persistence,
                        new Quarantine(ingest, config.quarantineRows(), metrics),
                        metrics,
                        clock),
                new SyncSender(publisher, clock),
                canary,
                stop);
        Connections connections = new Connections(config, brokerUri, instance, intake::take, clock);
        metrics.gauge("fleet_bridge_connections", connections, Connections::open);
        return new RunningBridge(connections, intake, canary, config.stopTimeout(), clock, metrics);
    }
}
