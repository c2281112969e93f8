package io.fleethub.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One node with a connection of its own. It has a stream for each trial, is born, and sends what it is told to. {@link
 * #begin} and {@link #send} are for one thread; acknowledgements come on others.
 */
public final class LoadNode {

    /** The broker takes ten at once from a node. */
    private static final int IN_FLIGHT = 8;

    private static final long BACKFILL_INTERVAL_MILLIS = 5_000;

    private final String nodeId;
    private final String topic;
    private final Mqtt5AsyncClient client;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Failures failures;
    private BatchWriter writer = new BatchWriter("none", "none", 0);
    private Instant begin = Instant.EPOCH;
    private long next = BatchWriter.FIRST_SEQ;

    private LoadNode(String nodeId, Mqtt5AsyncClient client, Failures failures) {
        this.nodeId = nodeId;
        this.topic = "nodes/" + nodeId + "/telemetry";
        this.client = client;
        this.failures = failures;
    }

    static CompletableFuture<LoadNode> connect(Registration.Registered node, URI broker, Failures failures) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(node.nodeId())
                .serverHost(broker.getHost())
                .serverPort(broker.getPort())
                .simpleAuth()
                .username(node.nodeId())
                .password(node.secret().getBytes(US_ASCII))
                .applySimpleAuth()
                .buildAsync();
        return client.connect()
                .thenCompose(connected -> client.subscribeWith()
                        .topicFilter("nodes/" + node.nodeId() + "/sync")
                        .qos(MqttQos.AT_MOST_ONCE)
                        .callback(sync -> {
                            // What the hub tells is paid for and not needed: the pump reads the database.
                        })
                        .send())
                .thenApply(subscribed -> new LoadNode(node.nodeId(), client, failures));
    }

    public String nodeId() {
        return nodeId;
    }

    /** Opens a stream of the trial's name, with times from {@code from} on, and tells the hub of it by a birth. */
    void begin(String trial, Instant from, int session) {
        String stream = trial + "-" + nodeId;
        writer = new BatchWriter(stream, "boot-1", nodeId.hashCode());
        begin = from;
        next = BatchWriter.FIRST_SEQ;
        String birth =
                """
                {"v":1,"event":"BIRTH","storageId":"storage-%s","session":%d,"n":0,"sentAt":"%s","bootId":"boot-1",\
                "uptimeMs":1000000000,"clockSynced":true,"agentVersion":"bench","heartbeatInterval":"PT1H",\
                "outbox":{"streamId":"%s","firstSeq":%d,"lastSeq":%d,"bytes":0,"dropped":0,"refused":0}}""".formatted(nodeId, session, Instant.now(), stream, BatchWriter.FIRST_SEQ, BatchWriter.FIRST_SEQ - 1);
        publish("nodes/" + nodeId + "/status", birth.getBytes(US_ASCII));
    }

    boolean hasRoom() {
        return inFlight.get() < IN_FLIGHT;
    }

    /** The next reports of the stream: of now, or of its past. */
    void send(int reports, boolean live) {
        Instant at = live ? Instant.now() : begin.plusMillis((next - BatchWriter.FIRST_SEQ) * BACKFILL_INTERVAL_MILLIS);
        publish(topic, writer.batch(next, reports, at, live ? 0 : BACKFILL_INTERVAL_MILLIS));
        next += reports;
    }

    /** How many reports of the stream were sent. */
    public long sent() {
        return next - BatchWriter.FIRST_SEQ;
    }

    /** The number of the report that was sent last. */
    public long newest() {
        return next - 1;
    }

    private void publish(String where, byte[] payload) {
        inFlight.incrementAndGet();
        CompletableFuture<Mqtt5PublishResult> result = client.publishWith()
                .topic(where)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
        var unused = result.whenComplete((acknowledged, failure) -> {
            inFlight.decrementAndGet();
            if (failure != null) {
                failures.add(nodeId + ": " + failure);
            } else if (acknowledged.getError().isPresent()) {
                failures.add(nodeId + ": " + acknowledged.getError().get());
            }
        });
    }

    CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
