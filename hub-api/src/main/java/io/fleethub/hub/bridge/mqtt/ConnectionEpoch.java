package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.PublishOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection from CONNECT to the end of its socket, with a Paho client of its own that is never used again.
 *
 * <p>{@link #open}, {@link #leave} and {@link #discard} belong to the thread of its {@code BrokerConnection}; everything else may be
 * called from any thread. The callbacks run on Paho's threads and only hand over.
 */
public final class ConnectionEpoch {

    private static final Logger LOG = Logger.getLogger(ConnectionEpoch.class);

    /** Places that are left free below the server's receive maximum, since Paho counts a place as used until its callback ran. */
    private static final int SPARE_PLACES = 1;

    /** What happens on the connection. Must not block: the reader of the socket waits for it. */
    interface Listener {

        /** @throws RuntimeException when the message cannot be taken: the connection is then cut, and the message comes again */
        void received(Received message);

        void lost(ConnectionEpoch epoch, String why);
    }

    private final String name;
    private final MqttAsyncClient client;
    private final Listener listener;
    private final InstantSource clock;
    private final AtomicBoolean open = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable PublishWindow window;

    ConnectionEpoch(String uri, String clientId, long number, Listener listener, InstantSource clock)
            throws MqttException {
        this.name = clientId + "#" + number;
        this.client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
        this.listener = listener;
        this.clock = clock;
        client.setManualAcks(true);
        client.setCallback(new Callback());
    }

    /** Connects and subscribes. @return whether the broker still had our session */
    boolean open(
            MqttConnectionOptions options,
            List<BrokerConnection.Subscription> filters,
            int queueLimit,
            Duration timeout,
            Duration publishTimeout)
            throws MqttException {
        open.set(true);
        IMqttToken connect = client.connect(options);
        connect.waitForCompletion(timeout.toMillis());
        Integer places = connect.getResponseProperties().getReceiveMaximum();
        window = new PublishWindow(
                Math.max(1, (places == null ? 65_535 : places) - SPARE_PLACES), queueLimit, publishTimeout);
        if (!filters.isEmpty()) {
            subscribe(filters, timeout);
        }
        return connect.getSessionPresent();
    }

    private void subscribe(List<BrokerConnection.Subscription> filters, Duration timeout) throws MqttException {
        MqttSubscription[] subscriptions = filters.stream()
                .map(f -> new MqttSubscription(f.filter(), f.qos()))
                .toArray(MqttSubscription[]::new);
        IMqttToken subscribe = client.subscribe(subscriptions, null, null, new MqttProperties());
        subscribe.waitForCompletion(timeout.toMillis());
        int[] codes = subscribe.getReasonCodes();
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] >= 0x80) {
                throw new MqttException(
                        codes[i],
                        new IllegalStateException("the broker refuses the subscription to "
                                + filters.get(i).filter()));
            }
        }
    }

    boolean isOpen() {
        return open.get();
    }

    boolean acknowledge(int packetId) {
        if (!open.get()) {
            return false;
        }
        try {
            client.messageArrivedComplete(packetId, 1);
            return true;
        } catch (MqttException | RuntimeException e) {
            // Paho forgets its parts when it closes; an acknowledgement that meets that moment is as late as one after
            // it.
            LOG.debugf(e, "%s: acknowledgement of packet %d came too late", name, packetId);
            return false;
        }
    }

    /** Ends the connection, so that what is unacknowledged on it comes again. */
    void giveUp(String why) {
        if (open.get()) {
            end();
            listener.lost(this, why);
        }
    }

    CompletionStage<PublishOutcome> publish(String topic, MqttMessage message) {
        PublishWindow places = window;
        if (places == null || !open.get()) {
            return CompletableFuture.completedFuture(new PublishOutcome.Unknown("not connected"));
        }
        return places.publish(message, (m, done) -> send(topic, m, done));
    }

    private void send(String topic, MqttMessage message, Consumer<PublishOutcome> done) {
        AtomicBoolean once = new AtomicBoolean();
        Consumer<PublishOutcome> report = outcome -> {
            if (once.compareAndSet(false, true)) {
                done.accept(outcome);
            }
        };
        try {
            client.publish(topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    report.accept(outcome(message.getQos(), token));
                }

                @Override
                public void onFailure(@Nullable IMqttToken token, Throwable e) {
                    report.accept(new PublishOutcome.Unknown(String.valueOf(e)));
                }
            });
        } catch (MqttException | RuntimeException e) {
            report.accept(new PublishOutcome.Unknown(e.toString()));
        }
    }

    /** Paho calls a refused publish a success: only the reason code of the PUBACK tells. */
    private static PublishOutcome outcome(int qos, IMqttToken token) {
        if (qos == 0) {
            return new PublishOutcome.Accepted();
        }
        MqttWireMessage answer = token.getResponse();
        int[] codes = answer == null ? null : answer.getReasonCodes();
        if (codes == null || codes.length == 0) {
            return new PublishOutcome.Unknown("completed without an answer");
        }
        if (codes[0] == 0x10) {
            return new PublishOutcome.NoSubscriber();
        }
        return codes[0] >= 0x80 ? new PublishOutcome.Refused(codes[0]) : new PublishOutcome.Accepted();
    }

    /** Ends the connection in good order: what was acknowledged and published is written first; the broker forgets the will. */
    void leave(Duration timeout) {
        try {
            client.disconnect(timeout.toMillis()).waitForCompletion(timeout.toMillis() * 2);
        } catch (MqttException e) {
            LOG.debugf(e, "%s: did not leave in good order", name);
        }
        discard();
    }

    /** Ends everything that is left of the connection. The broker publishes the will if it was not left in good order. */
    void discard() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        end();
        quietly(() -> client.disconnectForcibly(0, 1, false));
        quietly(() -> client.close(true));
    }

    private interface Closing {
        void run() throws MqttException;
    }

    private void quietly(Closing step) {
        try {
            step.run();
        } catch (MqttException | RuntimeException e) {
            LOG.debugf(e, "%s: closed with trouble", name);
        }
    }

    /** From here on acknowledgements are dropped and publishes have no place. */
    private void end() {
        open.set(false);
        PublishWindow places = window;
        if (places != null) {
            places.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, String> properties(MqttMessage message) {
        MqttProperties given = message.getProperties();
        if (given == null || given.getUserProperties() == null) {
            return Map.of();
        }
        Map<String, String> properties = new HashMap<>();
        for (UserProperty property : given.getUserProperties()) {
            properties.put(property.getKey(), property.getValue());
        }
        return properties;
    }

    private final class Callback implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Instant now = clock.instant();
            listener.received(new Received(
                    ConnectionEpoch.this,
                    topic,
                    message.getPayload(),
                    message.getQos(),
                    message.getId(),
                    now,
                    properties(message),
                    null));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            end();
            String why = response.getException() != null
                    ? String.valueOf(response.getException())
                    : "broker ended it, code " + response.getReturnCode() + " " + response.getReasonString();
            listener.lost(ConnectionEpoch.this, why);
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.warnf("%s: %s", name, exception);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // The outcome is read where the publish was made.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // Paho never reconnects here; the first connect is waited for.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            LOG.warnf("%s: the broker asks for enhanced authentication, which the hub does not speak", name);
        }
    }
}
