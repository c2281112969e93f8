package io.fleethub.hub.bridge.canary;

import io.fleethub.hub.bridge.BridgeConfig;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.bridge.intake.ProbeSink;
import io.fleethub.hub.bridge.mqtt.HubInstance;
import io.fleethub.hub.bridge.mqtt.NodeConnection;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.schemas.topic.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes probes every few seconds like a node would, and takes them where a node's messages are committed: one through the lane of
 * statuses, one through that of telemetry. One hub at a time sends them ({@link CanaryTurn}); whichever hub takes one commits it, and
 * all of them look at what came through.
 *
 * <p>Probes are sent and looked for from one thread of its own; {@link #passed} runs on the workers of the lanes.
 */
public final class Canary implements ProbeSink {

    private static final Logger LOG = Logger.getLogger(Canary.class);

    private static final int PATIENCE = 3;
    /** A turn lasts a quarter of the time after which a probe is late: a hub that dies is replaced before anybody is blind. */
    private static final int TURNS = 4;

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final String instance;
    private final BridgeConfig config;
    private final Sight sight;
    private final ProbeLedger ledger;
    private final InstantSource clock;
    private final CanaryTurn turn;
    private final Cure cure;
    private final MessageCodec codec = new MessageCodec();
    private final ScheduledExecutorService thread;
    private final List<Future<?>> ticks = new ArrayList<>();
    private BooleanSupplier stalled = () -> false;
    private Runnable renew = () -> {};
    private volatile boolean remembered;
    private boolean reported;

    public Canary(
            BridgeConfig config,
            URI brokerUri,
            HubInstance instance,
            Sight sight,
            ProbeLedger ledger,
            InstantSource clock,
            MeterRegistry metrics) {
        this.instance = instance.value();
        this.config = config;
        this.sight = sight;
        this.ledger = ledger;
        this.clock = clock;
        this.cure = new Cure(config.canaryLateAfter().multipliedBy(PATIENCE), clock.instant());
        this.turn = new CanaryTurn(
                instance.value(),
                config.canaryLateAfter().dividedBy(TURNS),
                ledger,
                clock,
                () -> NodeConnection.canary(config, brokerUri, clock));
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread t = new Thread(work, "bridge-canary");
            t.setDaemon(true);
            return t;
        });
        metrics.gauge(
                "fleet_bridge_canary_gap_seconds", sight, s -> s.sinceLastPass().toMillis() / 1000.0);
        metrics.gauge("fleet_bridge_blind", sight, s -> s.blindSince().isPresent() ? 1 : 0);
    }

    /**
     * @param stalled whether nothing is being worked on, so that the fault is not the database's
     * @param renew ends the hub's connections, which then come back
     */
    public void start(BooleanSupplier stalled, Runnable renew) {
        this.stalled = stalled;
        this.renew = renew;
        long interval = config.canaryInterval().toMillis();
        long look = Math.min(
                LONGEST_LOOK.toMillis(),
                config.canaryLateAfter().dividedBy(TURNS * 2L).toMillis());
        ticks.add(thread.scheduleWithFixedDelay(this::look, 0, look, TimeUnit.MILLISECONDS));
        ticks.add(thread.scheduleWithFixedDelay(this::send, 0, interval, TimeUnit.MILLISECONDS));
    }

    public void stop() {
        ticks.forEach(tick -> tick.cancel(false));
        try {
            thread.submit(turn::end).get(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("the canary's turn ends by itself: %s", e.toString());
        }
        thread.shutdownNow();
    }

    private void send() {
        try {
            turn.next().ifPresent(probe -> {
                probe.connection()
                        .publish(Channel.TELEMETRY, telemetry(probe.number()))
                        .thenAccept(this::published);
                probe.connection()
                        .publish(Channel.STATUS, status(probe.number()))
                        .thenAccept(this::published);
            });
        } catch (RuntimeException e) {
            LOG.warnf("no probe was sent: %s", e.toString());
        }
    }

    private void look() {
        try {
            recallOnce();
            turn.look();
            ledger.passes().forEach(this::seen);
        } catch (RuntimeException e) {
            LOG.debugf("the canary cannot look: %s", e.toString());
        }
        report();
    }

    /** What earlier hubs left in the database is read when it answers, not at start: the bridge does not wait for it. */
    private void recallOnce() {
        if (!remembered) {
            sight.remember(ledger.blindTimes(), ledger.passes());
            remembered = true;
        }
    }

    private void report() {
        Optional<Instant> since = sight.blindSince();
        if (since.isPresent() != reported) {
            reported = since.isPresent();
            if (reported) {
                LOG.warnf("blind since %s: no probe comes through broker, subscription and commit", since.get());
            } else {
                LOG.info("probes come through");
            }
        }
        cureIfStalled(since);
    }

    /** A connection on which the broker waits for an acknowledgement that never comes delivers nothing more; a new one does. */
    private void cureIfStalled(Optional<Instant> blindSince) {
        if (turn.isOpen() && stalled.getAsBoolean() && cure.isDue(blindSince, clock.instant())) {
            LOG.warn("nothing comes through although everything is connected: the connections are made anew");
            renew.run();
        }
    }

    private void published(PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Accepted)) {
            LOG.warnf("a probe was not taken by the broker: %s", outcome);
        }
    }

    private byte[] telemetry(long n) {
        TelemetryReport report = TelemetryReport.of(n, clock.instant(), null, true, Map.of("canary", 1L));
        return codec.encode(TelemetryBatch.of(instance, null, List.of(report)));
    }

    private byte[] status(long n) {
        return codec.encode(StatusReport.builder(StatusEvent.HEARTBEAT)
                .order(instance, 0, n)
                .sentAt(clock.instant())
                .build());
    }

    /** Only a new probe is a proof: an old one comes out of a backlog. */
    @Override
    public void passed(Channel lane, long n) {
        if (!remembered) {
            return; // before that it would hide the time in which no hub ran
        }
        Instant now = clock.instant();
        if (ledger.passed(lane, n, now)) {
            seen(lane, now);
        }
    }

    private void seen(Channel lane, Instant at) {
        sight.passed(lane, at).ifPresent(blind -> {
            ledger.blind(blind);
            LOG.infof("was blind from %s until %s", blind.from(), blind.until());
        });
    }
}
