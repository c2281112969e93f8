package io.fleethub.simulator;

import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReportBuilder;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.simulator.SimulationOptions.Timing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself: a session for each connection attempt, BIRTH, HEARTBEATs, the will, and the way back after a
 * cut. Confined to the node's loop.
 */
final class NodeSession {

    private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(5);
    private static final Duration STABLE_AFTER = Duration.ofSeconds(30);
    private static final long HEARTBEAT_EXPIRY_SECONDS = 300;
    private static final int REMEMBERED_STATUSES = 32;

    private final Stage stage;
    private final NodeLoop loop;
    private final NodeConnection connection;
    private final String storageId;
    private final String bootId;
    private final long bootedAt;
    private final RandomGenerator random;
    private final Listener listener;
    private final Map<Long, Long> statuses = new LinkedHashMap<>();

    private boolean wanted;
    private boolean connected;
    private boolean said;
    private long session;
    private long n;
    private long upSinceNanos;
    private long lastStatusNanos;
    private Duration backoff;

    /** What follows from a session; called on the loop. */
    interface Listener {
        void connected();

        void disconnected();

        /** No answer to the birth came: the first sync may be lost, sending begins without it. */
        void unanswered();

        void synced(HubSync sync, @Nullable Long askedNanos);

        void hubAway(boolean away);

        StatusReport.OutboxState outbox();
    }

    /** @param identity its storage and its boot carry this name */
    NodeSession(
            Stage stage,
            NodeLoop loop,
            NodeConnection connection,
            String identity,
            long bootedAt,
            RandomGenerator random,
            Listener listener) {
        this.stage = stage;
        this.loop = loop;
        this.connection = connection;
        this.storageId = "storage-" + identity;
        this.bootId = "boot-" + identity;
        this.bootedAt = bootedAt;
        this.random = random;
        this.listener = listener;
        this.backoff = stage.options().timing().reconnectFrom();
    }

    boolean isConnected() {
        return connected;
    }

    String bootId() {
        return bootId;
    }

    /** Connects, and comes back after each cut until {@link #end}. */
    void start() {
        wanted = true;
        connect();
    }

    private void connect() {
        stage.connecting().await(() -> loop.post(this::attempt));
    }

    private void attempt() {
        if (!wanted) {
            stage.connecting().leave();
            return;
        }
        session++;
        n = 0;
        said = false;
        statuses.clear();
        byte[] will = stage.codec()
                .encode(status(StatusEvent.DEATH, null)
                        .reason(Reason.of(ReasonCode.CONNECTION_LOST))
                        .build());
        connection.open(will, this::received, this::up, this::down);
    }

    private void up() {
        stage.connecting().leave();
        stage.statistics().connects.increment();
        stage.statistics().online.incrementAndGet();
        connected = true;
        upSinceNanos = System.nanoTime();
        listener.connected();
        say(StatusEvent.BIRTH);
        Duration interval = stage.options().timing().heartbeat();
        heartbeatIn(interval.multipliedBy(random.nextInt(10, 100)).dividedBy(100), session);
        long waits = session;
        later(stage.options().timing().resendAfter().dividedBy(3), () -> {
            if (connected && waits == session && !said) {
                said = true;
                listener.unanswered();
            }
        });
    }

    private void down() {
        boolean was = connected;
        connected = false;
        if (was) {
            stage.statistics().online.decrementAndGet();
            stage.statistics().disconnects.increment();
        } else {
            stage.statistics().failedConnects.increment();
            stage.connecting().leave();
        }
        listener.disconnected();
        if (wanted) {
            boolean lasted = was && System.nanoTime() - upSinceNanos >= STABLE_AFTER.toNanos();
            later(nextWait(lasted), this::connect);
        }
    }

    /** Somewhere in the upper half of the present bound, as the agent does it. */
    private Duration nextWait(boolean lasted) {
        Timing timing = stage.options().timing();
        Duration bound = lasted ? timing.reconnectFrom() : backoff;
        Duration doubled = bound.multipliedBy(2);
        backoff = doubled.compareTo(timing.reconnectAtMost()) < 0 ? doubled : timing.reconnectAtMost();
        long half = bound.toNanos() / 2;
        return Duration.ofNanos(half + (long) (half * random.nextDouble()));
    }

    private void heartbeatIn(Duration wait, long ofSession) {
        later(wait, () -> {
            if (connected && session == ofSession) {
                say(StatusEvent.HEARTBEAT);
                heartbeatIn(stage.options().timing().heartbeat(), ofSession);
            }
        });
    }

    /** One more heartbeat, whose answer brings the hub's mark, unless one was said a moment ago. */
    void askHub() {
        if (connected
                && System.nanoTime() - lastStatusNanos
                        >= stage.options().timing().askEvery().toNanos()) {
            say(StatusEvent.HEARTBEAT);
        }
    }

    private void say(StatusEvent event) {
        lastStatusNanos = System.nanoTime();
        statuses.put(n, lastStatusNanos);
        if (statuses.size() > REMEMBERED_STATUSES) {
            statuses.remove(statuses.keySet().iterator().next());
        }
        StatusReportBuilder report = status(event, n).outbox(listener.outbox());
        n++;
        if (event == StatusEvent.BIRTH) {
            report.heartbeatInterval(stage.options().timing().heartbeat())
                    .os(new StatusReport.OperatingSystem("simulated", "1", "amd64", "none"))
                    .capabilities(List.of());
        }
        connection.publishStatus(stage.codec().encode(report.build()), HEARTBEAT_EXPIRY_SECONDS, outcome -> {});
    }

    private StatusReportBuilder status(StatusEvent event, @Nullable Long number) {
        long now = stage.clock().millis();
        return StatusReport.builder(event)
                .order(storageId, session, number)
                .sentAt(stage.clock().instant())
                .boot(bootId, now - bootedAt, true)
                .agentVersion("simulator");
    }

    private void received(Channel channel, byte[] payload) {
        try {
            if (channel == Channel.SYNC) {
                synced(stage.codec().decode(HubSync.class, payload));
            } else if (channel == Channel.HUB_STATUS) {
                HubStatus status = stage.codec().decode(HubStatus.class, payload);
                listener.hubAway(status.state() == HubStatus.State.OFFLINE);
            }
        } catch (UnreadableMessageException e) {
            throw new IllegalStateException("the hub sent what nobody can read on " + channel, e);
        }
    }

    private void synced(HubSync sync) {
        stage.statistics().syncs.increment();
        Long ofSession = sync.session();
        Long number = sync.n();
        Long asked = ofSession != null && ofSession == session && number != null ? statuses.remove(number) : null;
        said = said || asked != null;
        listener.synced(sync, asked);
        if (sync.wantsBirth() && connected) {
            say(StatusEvent.BIRTH);
        }
    }

    void publishTelemetry(byte[] payload, Consumer<PublishOutcome> outcome) {
        connection.publishTelemetry(payload, outcome);
    }

    void afterRefusal(Runnable task) {
        later(REFUSAL_PAUSE, task);
    }

    /** Ends this connection as if the node had been cut off: the broker publishes the will, the node comes back. */
    void cut() {
        connection.close(true);
    }

    /** Says goodbye and stays away. */
    void end() {
        wanted = false;
        if (connected) {
            byte[] death = stage.codec()
                    .encode(status(StatusEvent.DEATH, null)
                            .reason(Reason.of(ReasonCode.SHUTDOWN))
                            .build());
            connection.publishStatus(death, HEARTBEAT_EXPIRY_SECONDS, outcome -> connection.close(false));
        } else {
            connection.close(false);
        }
    }

    NodeLoop loop() {
        return loop;
    }

    void later(Duration wait, Runnable task) {
        if (loop.after(wait, task).isCancelled()) {
            throw new IllegalStateException("nobody cancels it");
        }
    }
}
