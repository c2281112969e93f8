package io.fleethub.hub.commands;

import io.fleethub.hub.bridge.BridgeStatus;
import io.fleethub.hub.bridge.NodePublisher;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.commands.DispatchService.Outgoing;
import io.fleethub.hub.commands.QueueRepository.WorkDue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes due commands: at once when something was committed that makes one due, and at every tick, so that a lost
 * wake-up only costs a tick.
 *
 * <p>One thread claims and publishes; a few others write the outcomes down. At most {@code fleet.commands.publishing}
 * commands wait for the broker's acknowledgement.
 */
@ApplicationScoped
class CommandDispatcher {

    /** A claim is of one node, which has two lanes. */
    private static final int PLACES_OF_A_CLAIM = 2;

    private static final int SETTLERS = 4;

    private final DispatchService service;
    private final CommandSigner signer;
    private final NodePublisher publisher;
    private final BridgeStatus bridge;
    private final CommandsConfig config;
    private final MeterRegistry meters;
    private final Semaphore places;
    private final Semaphore signal = new Semaphore(0);
    private final ExecutorService settlers = Executors.newFixedThreadPool(SETTLERS, CommandDispatcher::thread);
    /** Of the loop's thread. */
    private boolean failing;

    private final Thread loop = thread(this::dispatchUntilInterrupted);

    CommandDispatcher(
            DispatchService service,
            CommandSigner signer,
            NodePublisher publisher,
            BridgeStatus bridge,
            CommandsConfig config,
            MeterRegistry meters) {
        this.service = service;
        this.signer = signer;
        this.publisher = publisher;
        this.bridge = bridge;
        this.config = config;
        this.meters = meters;
        this.places = new Semaphore(Math.max(config.publishing(), PLACES_OF_A_CLAIM));
    }

    void start(@Observes StartupEvent start) {
        if (config.dispatching()) {
            loop.start();
        }
    }

    /** What was claimed and not published keeps its place in the ledger, and is published again by whoever is next. */
    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        loop.interrupt();
        loop.join(TimeUnit.SECONDS.toMillis(5));
        settlers.shutdown();
        if (!settlers.awaitTermination(5, TimeUnit.SECONDS)) {
            Log.warn("stopped before every published command was written down");
        }
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkDue due) {
        signal.release();
    }

    private void dispatchUntilInterrupted() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                dispatchSafely();
                boolean woken = signal.tryAcquire(config.tick().toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    signal.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatchSafely() throws InterruptedException {
        try {
            dispatchDue();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                Log.warnf("cannot dispatch commands, trying again every %s: %s", config.tick(), e.getMessage());
            }
            failing = true;
        }
    }

    /** Publishes all that is due now. @return how many commands were published */
    int dispatchDue() throws InterruptedException {
        int published = 0;
        while (bridge.connected()) {
            places.acquire(PLACES_OF_A_CLAIM);
            int used = 0;
            try {
                Optional<List<Outgoing>> claimed = service.claim();
                if (claimed.isEmpty()) {
                    return published;
                }
                for (Outgoing outgoing : claimed.get()) {
                    publish(outgoing);
                    used++;
                }
            } finally {
                places.release(PLACES_OF_A_CLAIM - used);
            }
            published += used;
        }
        return published;
    }

    private void publish(Outgoing outgoing) {
        var unused = publisher
                .publish(signer.sign(outgoing))
                .whenCompleteAsync((outcome, failure) -> settle(outgoing, outcome, failure), settlers);
    }

    private void settle(Outgoing outgoing, @Nullable PublishOutcome outcome, @Nullable Throwable failure) {
        places.release();
        PublishOutcome known = outcome == null ? new PublishOutcome.Unknown(String.valueOf(failure)) : outcome;
        meters.counter("fleet.commands.published", "outcome", known.getClass().getSimpleName())
                .increment();
        try {
            service.settle(outgoing, known);
        } catch (RuntimeException e) {
            Log.warnf(
                    "could not write down that a command was published, it is published again"
                            + " nodeId=%s commandId=%s: %s",
                    outgoing.nodeId(), outgoing.commandId(), e.getMessage());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "commands-dispatch");
        thread.setDaemon(true);
        return thread;
    }
}
