package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.BridgeConfig;
import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * The hub's connections in one shared subscription. The first of them also carries the hub's state: ONLINE retained, OFFLINE as its
 * will. Thread-safe; immutable once made.
 */
public final class Connections {

    /** Nodes' messages are shared among all connections of all hubs. */
    static final String SHARE_GROUP = "fleethub";

    private static final String USER = "HUB";
    private static final List<Channel> FROM_NODES =
            List.of(Channel.STATUS, Channel.TELEMETRY, Channel.LOGS, Channel.COMMAND_UPDATES);

    private final List<BrokerConnection> connections = new ArrayList<>();
    private final HubAnnouncement announcement;

    /** @param received must not block; runs on the connections' readers */
    public Connections(
            BridgeConfig config,
            URI brokerUri,
            HubInstance instance,
            Consumer<Received> received,
            InstantSource clock) {
        BrokerLogin login = BrokerLogin.of(brokerUri, config);
        this.announcement = new HubAnnouncement(instance, clock, this::announce);
        BrokerConnection.Bounds bounds = new BrokerConnection.Bounds(
                config.connectTimeout(), config.publishTimeout(), config.publishQueue(), config.stopTimeout());
        List<BrokerConnection.Subscription> shared = FROM_NODES.stream()
                .map(channel -> new BrokerConnection.Subscription(Topics.sharedFilter(SHARE_GROUP, channel), 1))
                .toList();
        for (int n = 0; n < config.connections(); n++) {
            boolean first = n == 0;
            List<BrokerConnection.Subscription> filters = new ArrayList<>(shared);
            if (first) {
                filters.add(new BrokerConnection.Subscription(Topics.of(Channel.HUB_STATUS), 1));
            }
            BrokerConnection.Purpose purpose = new BrokerConnection.Purpose(
                    instance.clientId(n),
                    () -> options(login, config, first),
                    List.copyOf(filters),
                    message -> sort(message, received),
                    first ? announcement::online : () -> {});
            Backoff backoff = new Backoff(
                    config.reconnectFirst(),
                    config.reconnectLimit(),
                    () -> ThreadLocalRandom.current().nextDouble());
            connections.add(new BrokerConnection(login.uri(), purpose, bounds, backoff, clock));
        }
    }

    private MqttConnectionOptions options(BrokerLogin login, BridgeConfig config, boolean first) {
        MqttConnectionOptions options = login.options(USER);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(config.sessionExpiry().toSeconds());
        options.setReceiveMaximum(config.receiveMaximum());
        if (first) {
            options.setWill(Topics.of(Channel.HUB_STATUS), announcement.will());
        }
        return options;
    }

    private void sort(Received message, Consumer<Received> nodes) {
        if (message.topic().equals(Topics.of(Channel.HUB_STATUS))) {
            message.acknowledge();
            announcement.seen(message.payload());
        } else {
            nodes.accept(message);
        }
    }

    private void announce(byte[] payload) {
        connections
                .get(0)
                .publish(
                        Topics.of(Channel.HUB_STATUS),
                        Outgoing.json(payload, Channel.HUB_STATUS.qos(), Channel.HUB_STATUS.retained()))
                .thenAccept(announcement::answered);
    }

    public void start() {
        connections.forEach(BrokerConnection::start);
    }

    public int size() {
        return connections.size();
    }

    /** How many are connected and subscribed now. */
    public int open() {
        return (int) connections.stream().filter(BrokerConnection::isOpen).count();
    }

    /** Ends all connections, which come back by themselves: the broker then delivers anew what it took for delivered. */
    public void renew(String why) {
        connections.forEach(connection -> connection.cut(why));
    }

    /** Publishes on the node's connection, or on the next one that is open. */
    public CompletionStage<PublishOutcome> publish(Publication publication) {
        int first = Math.floorMod(publication.nodeId().hashCode(), connections.size());
        for (int i = 0; i < connections.size(); i++) {
            BrokerConnection connection = connections.get((first + i) % connections.size());
            if (connection.isOpen()) {
                return connection.publish(
                        Topics.of(publication.nodeId(), publication.channel()), Outgoing.of(publication));
            }
        }
        return CompletableFuture.completedFuture(new PublishOutcome.Unknown("not connected"));
    }

    /** Says OFFLINE and leaves. Blocks until the broker has been told, or a time-out. */
    public void stop() {
        announcement.offline();
        connections.forEach(BrokerConnection::stop);
    }
}
