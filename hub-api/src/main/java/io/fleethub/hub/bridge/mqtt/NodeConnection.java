package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.BridgeConfig;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** A connection that the hub makes as a node, for its probe. Thread-safe; immutable once made. */
public final class NodeConnection {

    private static final int FEW = 10;

    private final NodeId node;
    private final BrokerConnection connection;

    private NodeConnection(NodeId node, BrokerConnection connection) {
        this.node = node;
        this.connection = connection;
    }

    /** The canary's, which signs in with the hub's own secret. */
    public static NodeConnection canary(BridgeConfig config, URI brokerUri, InstantSource clock) {
        BrokerLogin login = BrokerLogin.of(brokerUri, config);
        String id = NodeId.CANARY.toString();
        BrokerConnection.Purpose purpose = new BrokerConnection.Purpose(
                id,
                () -> {
                    MqttConnectionOptions options = login.options(id);
                    options.setCleanStart(true);
                    return options;
                },
                List.of(),
                Received::acknowledge,
                () -> {});
        BrokerConnection.Bounds bounds = new BrokerConnection.Bounds(
                config.connectTimeout(), config.publishTimeout(), FEW, config.stopTimeout());
        Backoff backoff = new Backoff(
                config.reconnectFirst(),
                config.reconnectLimit(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new NodeConnection(NodeId.CANARY, new BrokerConnection(login.uri(), purpose, bounds, backoff, clock));
    }

    public void start() {
        connection.start();
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    public CompletionStage<PublishOutcome> publish(Channel channel, byte[] payload) {
        return connection.publish(Topics.of(node, channel), Outgoing.json(payload, channel.qos(), false));
    }

    public void stop() {
        connection.stop();
    }
}
