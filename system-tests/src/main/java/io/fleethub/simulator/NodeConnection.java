package io.fleethub.simulator;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node's connections to the broker, one after the other: a client of the library, its will, its subscriptions. Confined to the node's loop.
 */
final class NodeConnection {

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int CONNECT_SECONDS = 20;
    private static final List<Channel> OF_THE_NODE = List.of(Channel.COMMANDS, Channel.SYNC);
    private static final List<Channel> OF_ALL = List.of(Channel.HUB_STATUS, Channel.BROADCAST);

    private final NodeId node;
    private final String secret;
    private final SimulationOptions options;
    private final NodeLoop loop;
    private final String statusTopic;
    private final String telemetryTopic;
    private @Nullable Attempt current;

    /** One connection. A client of its own each: the library tells of a loss before its state says so. */
    private record Attempt(Mqtt5AsyncClient client, Runnable down) {}

    NodeConnection(NodeId node, String secret, SimulationOptions options, NodeLoop loop) {
        this.node = node;
        this.secret = secret;
        this.options = options;
        this.loop = loop;
        this.statusTopic = Topics.of(node, Channel.STATUS);
        this.telemetryTopic = Topics.of(node, Channel.TELEMETRY);
    }

    /**
     * Connects and subscribes.
     *
     * @param received what arrives, until the connection ends
     * @param up called when the broker has granted the subscriptions
     * @param down called once, when it could not connect or when the connection has ended
     */
    void open(byte[] will, BiConsumer<Channel, byte[]> received, Runnable up, Runnable down) {
        AtomicReference<@Nullable Attempt> told = new AtomicReference<>();
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(node.value())
                .serverHost(options.broker().getHost())
                .serverPort(options.broker().getPort())
                .addDisconnectedListener(context -> loop.post(() -> lost(told.get())))
                .buildAsync();
        Attempt attempt = new Attempt(client, down);
        told.set(attempt);
        current = attempt;
        CompletableFuture<?> ready = connect(client, will)
                .thenCompose(connack -> subscribe(client, received))
                .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
        then(ready, failure -> {
            if (!attempt.equals(current)) {
                disconnect(client, Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION);
            } else if (failure == null) {
                up.run();
            } else {
                disconnect(client, Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION);
                lost(attempt);
            }
        });
    }

    private CompletableFuture<?> connect(Mqtt5AsyncClient client, byte[] will) {
        return client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(node.value())
                .password(secret.getBytes(StandardCharsets.US_ASCII))
                .applySimpleAuth()
                .willPublish()
                .topic(statusTopic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(will)
                .applyWillPublish()
                .send()
                .whenComplete((connack, failure) -> loop.post(() -> {
                    Attempt now = current;
                    if (failure == null && (now == null || !now.client().equals(client))) {
                        disconnect(client, Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION); // it was given up meanwhile
                    }
                }));
    }

    private CompletableFuture<?> subscribe(Mqtt5AsyncClient client, BiConsumer<Channel, byte[]> received) {
        List<Mqtt5Subscription> subscriptions = new ArrayList<>();
        OF_THE_NODE.forEach(channel -> subscriptions.add(subscription(Topics.of(node, channel), channel)));
        OF_ALL.forEach(channel -> subscriptions.add(subscription(Topics.of(channel), channel)));
        Mqtt5Subscribe subscribe =
                Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build();
        return client.subscribe(subscribe, publish -> {
            byte[] payload = publish.getPayloadAsBytes();
            Topics.parse(publish.getTopic().toString())
                    .ifPresent(address -> loop.post(() -> received.accept(address.channel(), payload)));
        });
    }

    private static Mqtt5Subscription subscription(String topic, Channel channel) {
        return Mqtt5Subscription.builder()
                .topicFilter(topic)
                .qos(MqttQos.fromCode(channel.qos()))
                .build();
    }

    /** Publishes at QoS 1 on the topic of the node's status. */
    void publishStatus(byte[] payload, long expirySeconds, Consumer<PublishOutcome> outcome) {
        publish(
                Mqtt5Publish.builder()
                        .topic(statusTopic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .messageExpiryInterval(expirySeconds)
                        .contentType("application/json")
                        .payload(payload)
                        .build(),
                outcome);
    }

    /** Publishes at QoS 1 on the topic of the node's telemetry. */
    void publishTelemetry(byte[] payload, Consumer<PublishOutcome> outcome) {
        publish(
                Mqtt5Publish.builder()
                        .topic(telemetryTopic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .contentType("application/json")
                        .payload(payload)
                        .build(),
                outcome);
    }

    private void publish(Mqtt5Publish publish, Consumer<PublishOutcome> outcome) {
        Attempt attempt = current;
        if (attempt == null || !attempt.client().getState().isConnected()) {
            loop.post(() -> outcome.accept(PublishOutcome.NOT_SENT));
            return;
        }
        then(attempt.client().publish(publish), failure -> outcome.accept(outcomeOf(failure)));
    }

    private static PublishOutcome outcomeOf(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            return PublishOutcome.ACCEPTED;
        }
        return cause instanceof Mqtt5PubAckException ? PublishOutcome.REFUSED : PublishOutcome.UNKNOWN;
    }

    /** @param withWill whether the broker is to publish the will, as if the node had been cut off */
    void close(boolean withWill) {
        Attempt attempt = current;
        if (attempt != null) {
            disconnect(
                    attempt.client(),
                    withWill
                            ? Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE
                            : Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION);
        }
    }

    private void disconnect(Mqtt5AsyncClient client, Mqtt5DisconnectReasonCode reason) {
        if (client.getState().isConnected()) {
            then(client.disconnectWith().reasonCode(reason).send(), failure -> {});
        }
    }

    private void lost(@Nullable Attempt attempt) {
        if (attempt != null && attempt.equals(current)) {
            current = null;
            attempt.down().run();
        }
    }

    /** The future's outcome, on the loop. */
    private void then(CompletableFuture<?> future, Consumer<@Nullable Throwable> outcome) {
        CompletableFuture<?> handled =
                future.whenComplete((value, failure) -> loop.post(() -> outcome.accept(failure)));
        if (handled.isCancelled()) {
            throw new IllegalStateException("nobody cancels it");
        }
    }
}
