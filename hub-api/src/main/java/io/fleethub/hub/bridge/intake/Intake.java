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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes every message from the connections into the lane of its channel. {@link #take} never waits: it runs on the connections'
 * readers. A queue holds as much as all connections may have unacknowledged, so it is full only when something is wrong.
 */
public final class Intake {

    /** Room for the copies of a connection that was lost, which are thrown away when their turn comes. */
    private static final int SLACK = 2;

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
                config.singleWorkers(),
                capacity,
                new Lane.Limits(1, Long.MAX_VALUE),
                new SingleWork(settlement, transactions, handlers.single(), sync),
                stop);
        telemetry = new Lane(
                "telemetry",
                config.telemetryWorkers(),
                capacity,
                batches,
                batchWork(settlement, TelemetryBatch.class, handlers, probes),
                stop);
        logs = new Lane("logs", 1, capacity, batches, batchWork(settlement, LogChunk.class, handlers, probes), stop);
        for (Lane lane : List.of(single, telemetry, logs)) {
            metrics.gauge("fleet_bridge_queue_depth", Tags.of("lane", lane.name()), lane, Lane::depth);
        }
    }

    /** What the work on messages needs of the world: who reads, who retries, where the poison goes. */
    public record Surroundings(
            MessageReader reader, Persistence persistence, Quarantine quarantine, MeterRegistry metrics) {

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
        if (lane(channel).offer(message.topic().hashCode(), message)) {
            return;
        }
        if (message.qos() > 0) {
            throw new IllegalStateException("the queue for " + channel + " is full");
        }
        dropped.increment();
    }

    private Lane lane(Channel channel) {
        return switch (channel) {
            case TELEMETRY -> telemetry;
            case LOGS -> logs;
            default -> single;
        };
    }

    /** Takes nothing more and waits, until the deadline, for the commits that are under way. */
    public void stop(Instant deadline, InstantSource clock) {
        taking = false;
        stop.set();
        single.join(deadline, clock);
        telemetry.join(deadline, clock);
        logs.join(deadline, clock);
    }

    /** Stands where no feature takes this kind of message: it is kept visible in the quarantine. */
    private record Nobody<T extends Message>(Class<T> type) implements BatchHandler<T> {

        @Override
        public void handle(List<Inbound<T>> batch) {
            throw new QuarantineException(ReasonCode.INTERNAL, "no feature takes a " + type.getSimpleName());
        }
    }
}
