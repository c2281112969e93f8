package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.BridgeConfig;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.bridge.mqtt.Received;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.topic.Address;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes every message from the connections into the lane of its channel. {@link #take} never waits: it runs on the connections'
 * readers. A queue holds as much as all connections may have unacknowledged, so it is full only when something is wrong.
 */
public final class Intake {

    /** Room for the copies of a connection that was lost, which are thrown away when their turn comes. */
    private static final int SLACK = 2;

    private static final Duration LONG = Duration.ofSeconds(1);

    /** What the features contribute. */
    public record Handlers(List<MessageHandler<?>> single, List<BatchHandler<?>> batch) {}

    private final Lane single;
    private final Lane telemetry;
    private final Lane logs;
    private final StopSignal stop;
    private final MeterRegistry metrics;
    private final Counter dropped;
    private volatile boolean taking = true;

    public Intake(
            BridgeConfig config,
            Handlers handlers,
            TenantTransactions transactions,
            Surroundings surroundings,
            SyncSender sync,
            ProbeSink probes,
            StopSignal stop) {
        this.stop = stop;
        this.metrics = surroundings.metrics();
        this.dropped = metrics.counter("fleet_bridge_dropped_qos0");
        Settlement settlement = surroundings.settlement();
        int capacity = config.connections() * config.receiveMaximum() * SLACK;
        Lane.Limits batches = new Lane.Limits(config.batchMessages(), config.batchBytes());
        single = new Lane(
                "single",
                new Lane.Size(config.singleWorkers(), capacity),
                new Lane.Limits(1, Long.MAX_VALUE),
                new SingleWork(settlement, transactions, handlers.single(), sync, probes),
                stop,
                surroundings.clock());
        telemetry = new Lane(
                "telemetry",
                new Lane.Size(config.telemetryWorkers(), capacity),
                batches,
                batchWork(settlement, TelemetryBatch.class, handlers, probes),
                stop,
                surroundings.clock());
        logs = new Lane(
                "logs",
                new Lane.Size(1, capacity),
                batches,
                batchWork(settlement, LogChunk.class, handlers, probes),
                stop,
                surroundings.clock());
        metrics.gauge(
                "fleet_bridge_longest_in_hand_seconds",
                this,
                i -> i.longestInHand().toMillis() / 1000.0);
        for (Lane lane : List.of(single, telemetry, logs)) {
            metrics.gauge("fleet_bridge_queue_depth", Tags.of("lane", lane.name()), lane, Lane::depth);
        }
    }

    /** What the work on messages needs of the world: who reads, who retries, where the poison goes. */
    public record Surroundings(
            MessageReader reader,
            Persistence persistence,
            Quarantine quarantine,
            MeterRegistry metrics,
            InstantSource clock) {

        Settlement settlement() {
            return new Settlement(reader, persistence, quarantine, metrics);
        }
    }

    private static <T extends Message> Lane.Work batchWork(
            Settlement settlement, Class<T> type, Handlers handlers, ProbeSink probes) {
        List<BatchHandler<?>> found = handlers.batch().stream()
                .filter(handler -> handler.type() == type)
                .toList();
        if (found.isEmpty()) {
            return new BatchWork<>(settlement, new Nobody<>(type), probes);
        }
        if (found.size() > 1) {
            throw new IllegalStateException("more than one BatchHandler of " + type.getSimpleName());
        }
        return new BatchWork<>(settlement, found.get(0), probes);
    }

    public void start() {
        single.start();
        telemetry.start();
        logs.start();
    }

    /** @throws IllegalStateException when a QoS 1 message finds no room: its connection has to be cut, so that it comes again */
    public void take(Received message) {
        if (!taking) {
            return;
        }
        Channel channel = Topics.parse(message.topic()).map(Address::channel).orElse(Channel.STATUS);
        metrics.counter("fleet_bridge_received", "channel", channel.name()).increment();
        if (lane(channel).offer(message.topic().hashCode(), bounded(message, channel))) {
            return;
        }
        if (message.qos() > 0) {
            throw new IllegalStateException("the queue for " + channel + " is full");
        }
        dropped.increment();
    }

    /** What is too large for its channel goes to quarantine; only that part of it waits which is kept there. */
    private static Received bounded(Received message, Channel channel) {
        return message.payload().length > channel.maxBytes() ? message.cut(Quarantine.HEAD_BYTES) : message;
    }

    private Lane lane(Channel channel) {
        return switch (channel) {
            case TELEMETRY -> telemetry;
            case LOGS -> logs;
            default -> single;
        };
    }

    /** Since when status and command updates wait unsettled; while they do, silence of a node proves nothing. */
    public Optional<Instant> statusBehindSince(Duration tolerated) {
        return single.behindSince(tolerated);
    }

    /** How long the same messages have been in a worker's hand; long means that the database is away or something is stuck. */
    public Duration longestInHand() {
        return Stream.of(single, telemetry, logs)
                .map(Lane::longestInHand)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Nothing waits and nothing is in hand. */
    public boolean isIdle() {
        return Stream.of(single, telemetry, logs).allMatch(lane -> lane.depth() == 0)
                && longestInHand().compareTo(LONG) < 0;
    }

    /** Takes nothing more and waits, until the deadline, for the commits that are under way. */
    public void stop(Instant deadline) {
        taking = false;
        stop.set();
        single.join(deadline);
        telemetry.join(deadline);
        logs.join(deadline);
    }

    /** Stands where no feature takes this kind of message: it is kept visible in the quarantine. */
    private record Nobody<T extends Message>(Class<T> type) implements BatchHandler<T> {

        @Override
        public void handle(List<Inbound<T>> batch) {
            throw new QuarantineException(ReasonCode.INTERNAL, "no feature takes a " + type.getSimpleName());
        }
    }
}
