package io.fleethub.agent.broker;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect and, when it succeeds, the one connection that comes of it; used once. Its events are handed to
 * the executor given, except messages, which go straight from the library's reader to their handler.
 */
final class PahoSession {

    private static final Logger LOG = LoggerFactory.getLogger(PahoSession.class);
    private static final int REFUSED = 0x80;
    private static final int NO_SUBSCRIBER = 0x10;

    /** What a session tells; each at most once but messages. */
    interface Events {

        void ready(PahoSession session);

        /** Never connected, refused a subscription, or connection lost. */
        void ended(PahoSession session, String why);

        void message(Channel channel, IncomingMessage message);
    }

    private final NodeId nodeId;
    private final long number;
    private final MqttAsyncClient client;
    private final Executor executor;
    private final Events events;
    private final AtomicBoolean ended = new AtomicBoolean();

    PahoSession(String serverUri, NodeId nodeId, long number, Executor executor, Events events) throws MqttException {
        this.nodeId = nodeId;
        this.number = number;
        this.executor = executor;
        this.events = events;
        this.client = new MqttAsyncClient(serverUri, nodeId.value(), new MemoryPersistence());
        client.setCallback(new Callback());
    }

    long number() {
        return number;
    }

    void connect(MqttConnectionOptions options) throws MqttException {
        client.connect(options, null, Outcome.of(token -> executor.execute(this::subscribe), this::end));
    }

    private void subscribe() {
        MqttSubscription[] subscriptions = {
            subscription(Topics.of(nodeId, Channel.COMMANDS), Channel.COMMANDS),
            subscription(Topics.of(nodeId, Channel.SYNC), Channel.SYNC),
            subscription(Topics.of(Channel.BROADCAST), Channel.BROADCAST),
            subscription(Topics.of(Channel.HUB_STATUS), Channel.HUB_STATUS)
        };
        try {
            client.subscribe(subscriptions, null, Outcome.of(this::subscribed, this::end), new MqttProperties());
        } catch (MqttException e) {
            end(reason(e));
        }
    }

    private static MqttSubscription subscription(String topic, Channel channel) {
        return new MqttSubscription(topic, channel.qos());
    }

    private void subscribed(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        for (int code : codes == null ? new int[0] : codes) {
            if (code >= REFUSED) {
                end("the broker refused a subscription, code=" + code);
                return;
            }
        }
        executor.execute(() -> events.ready(this));
    }

    /** Publishes; the outcome comes once, on a thread of the library, unless the session ends before. */
    void publish(Publication publication, Consumer<PublishOutcome> outcome) {
        MqttMessage message = new MqttMessage(publication.payload());
        message.setQos(publication.channel().qos());
        message.setProperties(properties(publication));
        try {
            client.publish(
                    Topics.of(nodeId, publication.channel()),
                    message,
                    null,
                    Outcome.of(
                            token -> outcome.accept(judge(token)),
                            why -> outcome.accept(new PublishOutcome.Unknown(why))));
        } catch (MqttException e) {
            outcome.accept(new PublishOutcome.NotSent(reason(e)));
        }
    }

    /** A publish that the broker forbids completes without an exception: only the code says it. */
    private static PublishOutcome judge(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        int code = codes == null || codes.length == 0 ? 0 : codes[0];
        if (code >= REFUSED) {
            return new PublishOutcome.Refused(code);
        }
        return code == NO_SUBSCRIBER ? new PublishOutcome.NoSubscriber() : new PublishOutcome.Accepted();
    }

    private static MqttProperties properties(Publication publication) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType("application/json");
        publication.expiry().ifPresent(life -> properties.setMessageExpiryInterval(Math.max(1, life.toSeconds())));
        publication
                .correlationData()
                .ifPresent(data -> properties.setCorrelationData(data.getBytes(StandardCharsets.UTF_8)));
        List<UserProperty> userProperties = publication.userProperties().entrySet().stream()
                .map(property -> new UserProperty(property.getKey(), property.getValue()))
                .toList();
        if (!userProperties.isEmpty()) {
            properties.setUserProperties(userProperties);
        }
        return properties;
    }

    /** Ends without a word to the broker beyond a DISCONNECT when there is time for it; no event follows. */
    void close(boolean sayGoodbye) {
        ended.set(true);
        try {
            if (sayGoodbye && client.isConnected()) {
                client.disconnect(0).waitForCompletion(2_000);
            } else {
                client.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException e) {
            LOG.debug("event=broker.close detail=\"{}\"", reason(e));
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("event=broker.close detail=\"{}\"", reason(e));
        }
    }

    private void end(String why) {
        if (ended.compareAndSet(false, true)) {
            executor.execute(() -> events.ended(this, why));
        }
    }

    /** The cause says more than the library's text, which for most causes is only a number. */
    static String reason(MqttException exception) {
        Throwable cause = exception.getCause();
        String detail = cause == null ? exception.getMessage() : cause.toString();
        return "code=" + exception.getReasonCode() + " detail=\"" + detail + "\"";
    }

    private static IncomingMessage incoming(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        Map<String, String> user = new HashMap<>();
        OptionalLong expiry = OptionalLong.empty();
        if (properties != null) {
            properties.getUserProperties().forEach(property -> user.put(property.getKey(), property.getValue()));
            Long seconds = properties.getMessageExpiryInterval();
            expiry = seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
        }
        return new IncomingMessage(topic, message.getPayload(), user, expiry, System.nanoTime());
    }

    /** Called on the library's threads. */
    private final class Callback implements MqttCallback {

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            MqttException exception = response.getException();
            end(
                    exception != null
                            ? reason(exception)
                            : "code=" + response.getReturnCode() + " detail=\"the broker said so\"");
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.warn("event=broker.error {}", reason(exception));
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Topics.parse(topic)
                    .ifPresentOrElse(
                            address -> events.message(address.channel(), incoming(topic, message)),
                            () -> LOG.warn("event=broker.unknown_topic topic={}", topic));
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // outcomes are taken from the token of each publish
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // told by the outcome of connect
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            LOG.warn("event=broker.unexpected_auth code={}", reasonCode);
        }
    }

    /** One of two things, as functions. */
    private record Outcome(Consumer<IMqttToken> success, Consumer<String> failure) implements MqttActionListener {

        static MqttActionListener of(Consumer<IMqttToken> success, Consumer<String> failure) {
            return new Outcome(success, failure);
        }

        @Override
        public void onSuccess(IMqttToken token) {
            success.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable exception) {
            failure.accept(exception instanceof MqttException known ? reason(known) : String.valueOf(exception));
        }
    }
}
