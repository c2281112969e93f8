package io.fleethub.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.signature.Jwk;
import io.fleethub.schemas.signature.JwkSet;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.EdECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
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
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** The commanding half of the hub on the wire: signs requests, keeps updates and chunks in memory. */
final class CommandingHub implements MqttCallback, AutoCloseable {

    private static final String KID = "it";

    private final MessageCodec codec = new MessageCodec();
    private final KeyPair pair = Jwk.newKeyPair();
    private final Random random = new Random(17);
    private final MqttAsyncClient client;
    private final AtomicInteger births = new AtomicInteger();
    private final List<CommandUpdate> updates = new CopyOnWriteArrayList<>();
    private final List<LogChunk> chunks = new CopyOnWriteArrayList<>();

    CommandingHub(int mqttPort) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + mqttPort, "HUB:commanding:0", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("HUB");
        options.setPassword(BrokerProcess.HUB_SECRET.getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        client.connect(options).waitForCompletion(20_000);
        for (Channel channel : List.of(Channel.STATUS, Channel.COMMAND_UPDATES, Channel.LOGS)) {
            client.subscribe(Topics.sharedFilter("hub", channel), 1).waitForCompletion(20_000);
        }
        MqttMessage online = new MqttMessage(
                codec.encode(new HubStatus(1, HubStatus.State.ONLINE, "it", Instant.EPOCH, Instant.EPOCH)));
        online.setQos(1);
        online.setRetained(true);
        client.publish(Topics.of(Channel.HUB_STATUS), online).waitForCompletion(20_000);
    }

    void writeKeys(Path file) throws IOException {
        new ObjectMapper().writeValue(file.toFile(), new JwkSet(List.of(Jwk.of(KID, (EdECPublicKey)
                pair.getPublic()))));
    }

    CommandRequest request(String operation, ObjectNode parameters) {
        Instant now = Clock.systemUTC().instant();
        return new CommandRequest(
                Message.VERSION,
                CommandId.next(Clock.systemUTC(), random),
                1,
                operation,
                parameters,
                now,
                now.plusSeconds(600),
                Duration.ofMinutes(1));
    }

    void send(NodeId node, CommandRequest request) throws MqttException {
        publish(node, request, CommandSignature.sign(pair.getPrivate(), topic(node), codec.encode(request)));
    }

    void sendForged(NodeId node, CommandRequest request) throws MqttException {
        publish(node, request, CommandSignature.sign(pair.getPrivate(), topic(node) + "x", codec.encode(request)));
    }

    private void publish(NodeId node, CommandRequest request, String sig) throws MqttException {
        MqttMessage message = new MqttMessage(codec.encode(request));
        message.setQos(1);
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(600L);
        properties.setUserProperties(List.of(
                new UserProperty(CommandSignature.KID_PROPERTY, KID),
                new UserProperty(CommandSignature.SIG_PROPERTY, sig)));
        message.setProperties(properties);
        client.publish(topic(node), message).waitForCompletion(20_000);
    }

    private static String topic(NodeId node) {
        return Topics.of(node, Channel.COMMANDS);
    }

    int births() {
        return births.get();
    }

    List<CommandUpdate> updatesOf(CommandRequest request) {
        return updates.stream()
                .filter(update -> update.commandId().equals(request.commandId()))
                .toList();
    }

    List<LogChunk> chunksOf(CommandRequest request) {
        return chunks.stream()
                .filter(chunk -> chunk.commandId().equals(request.commandId()))
                .toList();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        Message decoded = codec.decode(Topics.parse(topic).orElseThrow().channel(), message.getPayload());
        if (decoded instanceof StatusReport status && status.event() == StatusEvent.BIRTH) {
            births.incrementAndGet();
        } else if (decoded instanceof CommandUpdate update) {
            updates.add(update);
        } else if (decoded instanceof LogChunk chunk) {
            chunks.add(chunk);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        // The test sees that nothing arrives any more.
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // The test sees that nothing arrives any more.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Awaited where it was published.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
        // Awaited in the constructor.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Not used.
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 500, true);
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
