package io.fleethub.hub.bridge.canary;

import io.fleethub.hub.bridge.BridgeConfig;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.bridge.intake.ProbeSink;
import io.fleethub.hub.bridge.mqtt.HubInstance;
import io.fleethub.hub.bridge.mqtt.NodeConnection;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.schemas.topic.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes a probe every few seconds like a node would, and takes it where telemetry is committed.
 *
 * <p>Probes are sent from one thread of its own; {@link #passed} runs on a worker of the telemetry lane.
 */
public final class Canary implements ProbeSink {

    private static final Logger LOG = Logger.getLogger(Canary.class);

    private static final int OLD = 3;
    private static final int PATIENCE = 3;

    private final HubInstance instance;
    private final BridgeConfig config;
    private final Sight sight;
    private final ProbeLedger ledger;
    private final InstantSource clock;
    private final NodeConnection connection;
    private final Cure cure;
    private final MessageCodec codec = new MessageCodec();
    private final ScheduledExecutorService thread;
    private final List<Future<?>> ticks = new ArrayList<>();
    private BooleanSupplier stalled = () -> false;
    private Runnable renew = () -> {};
    private volatile boolean remembered;
    private boolean reported;
    private volatile long number;

    public Canary(
            BridgeConfig config,
            URI brokerUri,
            HubInstance instance,
            Sight sight,
            ProbeLedger ledger,
            InstantSource clock,
            MeterRegistry metrics) {
        this.instance = instance;
        this.config = config;
        this.sight = sight;
        this.ledger = ledger;
        this.clock = clock;
        this.cure = new Cure(config.canaryLateAfter().multipliedBy(PATIENCE));
        this.connection = NodeConnection.canary(config, brokerUri, clock);
        this.number = clock.instant().getEpochSecond();
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
        connection.start();
        this.stalled = stalled;
        this.renew = renew;
        long interval = config.canaryInterval().toMillis();
        ticks.add(thread.scheduleWithFixedDelay(this::tick, 0, interval, TimeUnit.MILLISECONDS));
        ticks.add(thread.scheduleWithFixedDelay(this::watch, 1000, 1000, TimeUnit.MILLISECONDS));
    }

    public void stop() {
        ticks.forEach(tick -> tick.cancel(true));
        thread.shutdownNow();
        connection.stop();
    }

    private void tick() {
        try {
            recallOnce();
            if (connection.isOpen()) {
                connection.publish(Channel.TELEMETRY, probe(next())).thenAccept(this::published);
            }
        } catch (RuntimeException e) {
            LOG.warnf("no probe was sent: %s", e.toString());
        }
    }

    /** What earlier hubs left in the database is read when it answers, not at start: the bridge does not wait for it. */
    private void recallOnce() {
        if (!remembered) {
            sight.remember(ledger.blindTimes(), ledger.lastPass());
            remembered = true;
        }
    }

    private void watch() {
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
        if (connection.isOpen() && stalled.getAsBoolean() && cure.isDue(blindSince, clock.instant())) {
            LOG.warn("nothing comes through although everything is connected: the connections are made anew");
            renew.run();
        }
    }

    private void published(PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Accepted)) {
            LOG.warnf("a probe was not taken by the broker: %s", outcome);
        }
    }

    private long next() {
        long n = number + 1;
        number = n;
        return n;
    }

    private byte[] probe(long n) {
        TelemetryReport report = TelemetryReport.of(n, clock.instant(), null, true, Map.of("canary", 1L));
        return codec.encode(TelemetryBatch.of(instance.value(), null, List.of(report)));
    }

    /** Only our own probe is a proof of our own sight, and only a new one: an old one comes out of a backlog. */
    @Override
    public void passed(String from, long n) {
        if (!remembered) {
            return; // before that it would hide the time in which no hub ran
        }
        Instant now = clock.instant();
        ledger.passed(from, n, now);
        if (from.equals(instance.value()) && number - n < OLD) {
            sight.passed(now).ifPresent(blind -> {
                ledger.blind(blind);
                LOG.infof("was blind from %s until %s", blind.from(), blind.until());
            });
        }
    }
}
