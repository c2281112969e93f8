package io.fleethub.agent;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.schemas.topic.Address;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Stands in for the hub on the wire: keeps what it is sent in memory and answers as the test says. */
final class ScriptedHub implements MqttCallback, AutoCloseable {

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final MessageCodec codec = new MessageCodec();
    private final MqttAsyncClient client;
    private final List<Received> statuses = new CopyOnWriteArrayList<>();
    private final Map<String, SortedMap<Long, TelemetryReport>> streams = new ConcurrentHashMap<>();
    private final List<String> conflicts = new CopyOnWriteArrayList<>();
    private final AtomicInteger delivered = new AtomicInteger();

    volatile boolean answers = true;
    volatile boolean commits = true;
    volatile boolean wantsBirth;

    record Received(String nodeId, StatusReport report) {}

    ScriptedHub(int mqttPort) throws MqttException {
        client = new MqttAsyncClient(
                "tcp://127.0.0.1:" + mqttPort, "HUB:it" + INSTANCES.incrementAndGet() + ":0", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("HUB");
        options.setPassword(BrokerProcess.HUB_SECRET.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        client.connect(options).waitForCompletion(20_000);
        for (Channel channel : List.of(Channel.STATUS, Channel.TELEMETRY)) {
            client.subscribe(Topics.sharedFilter("hub", channel), 1).waitForCompletion(20_000);
        }
    }

    void says(HubStatus.State state) throws MqttException {
        MqttMessage message =
                new MqttMessage(codec.encode(new HubStatus(1, state, "it", Instant.EPOCH, Instant.now())));
        message.setQos(1);
        message.setRetained(true);
        client.publish(Topics.of(Channel.HUB_STATUS), message).waitForCompletion(20_000);
    }

    List<StatusReport> statusesOf(String nodeId) {
        return statuses.stream()
                .filter(received -> received.nodeId().equals(nodeId))
                .map(Received::report)
                .toList();
    }

    List<StatusReport> birthsOf(String nodeId) {
        return statusesOf(nodeId).stream()
                .filter(report -> report.event() == StatusEvent.BIRTH)
                .toList();
    }

    /** What it has committed of the one stream of a node, by number. */
    SortedMap<Long, TelemetryReport> committed(String nodeId) {
        List<String> ids = streams.keySet().stream()
                .filter(key -> key.startsWith(nodeId + "/"))
                .toList();
        if (ids.size() > 1) {
            throw new AssertionError("more than one stream: " + ids);
        }
        return ids.isEmpty() ? new ConcurrentSkipListMap<>() : streams.get(ids.get(0));
    }

    /** What it has committed of each stream of a node. */
    Map<String, SortedMap<Long, TelemetryReport>> committedStreams(String nodeId) {
        Map<String, SortedMap<Long, TelemetryReport>> own = new HashMap<>();
        streams.forEach((key, reports) -> {
            if (key.startsWith(nodeId + "/")) {
                own.put(key.substring(nodeId.length() + 1), reports);
            }
        });
        return own;
    }

    /** Reports that came under a number that another report had. */
    List<String> conflicts() {
        return conflicts;
    }

    int telemetryMessages() {
        return delivered.get();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        Address address = Topics.parse(topic).orElseThrow();
        String nodeId = address.nodeId().orElseThrow().value();
        Message decoded = codec.decode(address.channel(), message.getPayload());
        if (decoded instanceof StatusReport status) {
            statuses.add(new Received(nodeId, status));
            if (answers && status.event() != StatusEvent.DEATH) {
                answer(nodeId, status);
            }
        } else if (decoded instanceof TelemetryBatch batch) {
            delivered.incrementAndGet();
            if (commits) {
                commit(nodeId, batch);
            }
        }
    }

    private void commit(String nodeId, TelemetryBatch batch) {
        SortedMap<Long, TelemetryReport> stream =
                streams.computeIfAbsent(nodeId + "/" + batch.streamId(), key -> new ConcurrentSkipListMap<>());
        for (TelemetryReport report : batch.reports()) {
            TelemetryReport earlier = stream.putIfAbsent(report.seq(), report);
            if (earlier != null && !earlier.equals(report)) {
                conflicts.add(nodeId + " " + report.seq());
            }
        }
    }

    private void answer(String nodeId, StatusReport status) throws MqttException {
        String streamId = status.outbox().streamId();
        SortedMap<Long, TelemetryReport> stream =
                streams.getOrDefault(nodeId + "/" + streamId, new ConcurrentSkipListMap<>());
        long through = status.outbox().firstSeq() - 1;
        while (stream.containsKey(through + 1)) {
            through++;
        }
        boolean birthAgain = wantsBirth;
        wantsBirth = false;
        HubSync sync = new HubSync(
                1, Instant.now(), status.session(), status.n(), birthAgain, streamId, through, null, null, null);
        client.publish(Topics.of(new NodeId(nodeId), Channel.SYNC), codec.encode(sync), 0, false);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        // the test knows: it stopped the broker
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        conflicts.add("error: " + exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // nothing waits for it
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // waited for where it is made
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        conflicts.add("unexpected authentication packet " + reasonCode);
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 500, true);
            client.close(true);
        } catch (MqttException e) {
            conflicts.add("close: " + e);
        }
    }
}
