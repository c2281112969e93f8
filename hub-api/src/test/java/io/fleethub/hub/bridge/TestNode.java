package io.fleethub.hub.bridge;

import static org.awaitility.Awaitility.await;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client that signs in as a node (or as anybody) and remembers what it got. */
final class TestNode implements AutoCloseable {

    private final MqttClient client;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    TestNode(int port, String clientId, String user, String secret) {
        try {
            client = new MqttClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
            client.setCallback(new Remembering());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setAutomaticReconnect(false);
            options.setCleanStart(true);
            options.setUserName(user);
            options.setPassword(secret.getBytes(StandardCharsets.US_ASCII));
            client.connect(options);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestNode of(int port, NodeId id) {
        return new TestNode(port, id.value(), id.value(), TestBroker.NODE_SECRET);
    }

    void publish(NodeId id, Channel channel, String payload) {
        publish(Topics.of(id, channel), payload.getBytes(StandardCharsets.UTF_8), false);
    }

    void publish(String topic, byte[] payload, boolean retained) {
        await().until(() -> tryToPublish(topic, payload, retained));
    }

    /** Paho frees the last publish's place only after it was told to be complete. */
    private boolean tryToPublish(String topic, byte[] payload, boolean retained) {
        try {
            client.publish(topic, payload, 1, retained);
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
                return false;
            }
            throw new IllegalStateException(e);
        }
    }

    TestNode subscribe(String topic) {
        try {
            client.subscribe(topic, 1);
            return this;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The payloads so far, oldest first. */
    Queue<String> received() {
        return received;
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 100, true);
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Remembering implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            received.add("disconnected " + response.getReturnCode());
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
