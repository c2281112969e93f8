package io.fleethub.hub.bridge;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.bridge.canary.Sight;
import io.fleethub.hub.bridge.intake.Intake;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bridge as the application sees it: started and stopped with it, and open to the features as {@link NodePublisher} and
 * {@link BridgeStatus}. Without a broker in the configuration it stays down and says so.
 *
 * <p>Thread-safe; the machinery is one object, made at start and published through a volatile field.
 */
@ApplicationScoped
class Bridge implements NodePublisher, BridgeStatus {

    private static final Logger LOG = Logger.getLogger(Bridge.class);

    private final BridgeConfig config;
    private final BridgeAssembly assembly;
    private final Sight sight;
    private volatile @Nullable RunningBridge running;

    Bridge(
            BridgeConfig config,
            @All List<MessageHandler<?>> singleHandlers,
            @All List<BatchHandler<?>> batchHandlers,
            NodeDirectory directory,
            ScopedTransactions transactions,
            @DataSource("ingest") AgroalDataSource ingest,
            MeterRegistry metrics,
            Clock clock) {
        this.config = config;
        this.sight = new Sight(clock, config.canaryLateAfter());
        this.assembly = new BridgeAssembly(
                config,
                new Intake.Handlers(singleHandlers, batchHandlers),
                directory,
                (tenant, work) -> transactions.run(Scope.Tenant.of(tenant), work),
                ingest,
                metrics,
                clock);
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("bridge: %s", ConfigText.of(config));
        if (config.brokerUri().isEmpty()) {
            LOG.warn("fleet.bridge.broker-uri is not set: this hub hears no node");
            return;
        }
        RunningBridge made = assembly.assemble(config.brokerUri().get(), sight, this);
        running = made;
        made.start();
    }

    void stop(@Observes ShutdownEvent event) {
        RunningBridge stopping = running;
        running = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public CompletionStage<PublishOutcome> publish(Publication publication) {
        RunningBridge bridge = running;
        return bridge == null
                ? CompletableFuture.completedFuture(new PublishOutcome.Unknown("the bridge is not running"))
                : bridge.publish(publication);
    }

    @Override
    public boolean connected() {
        return openConnections() > 0;
    }

    int openConnections() {
        RunningBridge bridge = running;
        return bridge == null ? 0 : bridge.openConnections();
    }

    Duration longestInHand() {
        RunningBridge bridge = running;
        return bridge == null ? Duration.ZERO : bridge.longestInHand();
    }

    Duration sinceLastProbe() {
        return sight.sinceLastPass();
    }

    @Override
    public Optional<Instant> blindSince() {
        RunningBridge bridge = running;
        return sight.blindSince()
                .or(() -> bridge == null ? Optional.empty() : bridge.statusBehindSince(config.canaryLateAfter()));
    }

    @Override
    public Duration blindWithin(Instant from, Instant to) {
        return sight.blindWithin(from, to);
    }
}
