package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.PublishOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client id connected and subscribed, with a new {@link ConnectionEpoch} for each attempt and its own back-off.
 *
 * <p>Its state is confined to one thread of its own; other threads see the current epoch through a volatile field.
 */
public final class BrokerConnection {

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    private static final Duration STEADY = Duration.ofSeconds(10);

    /**
     * What makes this connection different from others.
     *
     * @param options asked for anew at each attempt, since a will carries a time
     * @param received must not block; runs on the connection's reader
     * @param opened runs on the connection's own thread after each subscribe
     */
    public record Purpose(
            String clientId,
            Supplier<MqttConnectionOptions> options,
            List<Subscription> filters,
            Consumer<Received> received,
            Runnable opened) {}

    /** A topic filter with the QoS at which its messages shall come. */
    public record Subscription(String filter, int qos) {}

    /** The bounds of a connection, from the configuration. */
    public record Bounds(Duration connectTimeout, Duration publishTimeout, int publishQueue, Duration leaveTimeout) {}

    private final String uri;
    private final Purpose purpose;
    private final Bounds bounds;
    private final Backoff backoff;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private volatile @Nullable ConnectionEpoch current;
    private volatile boolean stopped;
    private Instant openedAt = Instant.EPOCH;
    private long epochs;
    private @Nullable Future<?> nextAttempt;

    public BrokerConnection(String uri, Purpose purpose, Bounds bounds, Backoff backoff, InstantSource clock) {
        this.uri = uri;
        this.purpose = purpose;
        this.bounds = bounds;
        this.backoff = backoff;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread t = new Thread(work, "bridge-" + purpose.clientId());
            t.setDaemon(true);
            return t;
        });
    }

    public void start() {
        thread.execute(this::connect);
    }

    public boolean isOpen() {
        ConnectionEpoch epoch = current;
        return epoch != null && epoch.isOpen();
    }

    /** Publishes on the current connection; without one the outcome is unknown at once. */
    public CompletionStage<PublishOutcome> publish(String topic, MqttMessage message) {
        ConnectionEpoch epoch = current;
        return epoch == null
                ? CompletableFuture.completedFuture(new PublishOutcome.Unknown("not connected"))
                : epoch.publish(topic, message);
    }

    /** Ends the connection, which comes back by itself: for one that is stuck. */
    public void cut(String why) {
        ConnectionEpoch epoch = current;
        if (epoch != null) {
            execute(() -> lost(epoch, why));
        }
    }

    /** Leaves the broker in good order and stays away. Blocks until it is done. */
    public void stop() {
        stopped = true;
        CompletableFuture<Void> left = CompletableFuture.runAsync(
                () -> {
                    ConnectionEpoch epoch = current;
                    current = null;
                    if (nextAttempt != null) {
                        nextAttempt.cancel(false);
                    }
                    if (epoch != null) {
                        epoch.leave(bounds.leaveTimeout());
                    }
                },
                thread);
        thread.shutdown();
        try {
            left.get(bounds.leaveTimeout().toMillis() * 4, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("%s did not leave the broker in good order: %s", purpose.clientId(), e.toString());
        }
        thread.shutdownNow();
    }

    private void connect() {
        if (stopped) {
            return;
        }
        ConnectionEpoch epoch = null;
        try {
            epoch = new ConnectionEpoch(uri, purpose.clientId(), ++epochs, new Hearing(), clock);
            boolean resumed = epoch.open(
                    purpose.options().get(),
                    purpose.filters(),
                    bounds.publishQueue(),
                    bounds.connectTimeout(),
                    bounds.publishTimeout());
            current = epoch;
            openedAt = clock.instant();
            LOG.infof("%s connected to %s%s", epoch, uri, resumed ? ", session resumed" : "");
            purpose.opened().run();
        } catch (MqttException | RuntimeException e) {
            current = null;
            if (epoch != null) {
                epoch.discard();
            }
            again(reason(e));
        }
    }

    private void lost(ConnectionEpoch epoch, String why) {
        epoch.discard();
        if (current != epoch) {
            return;
        }
        current = null;
        if (Duration.between(openedAt, clock.instant()).compareTo(STEADY) > 0) {
            backoff.reset();
        }
        again(why);
    }

    private void again(String why) {
        if (stopped) {
            return;
        }
        Duration wait = backoff.next();
        LOG.warnf("%s is not connected (%s), next attempt in %d ms", purpose.clientId(), why, wait.toMillis());
        nextAttempt = thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s is stopped already", purpose.clientId());
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return e instanceof MqttException m ? "code " + m.getReasonCode() + ", " + cause : cause.toString();
    }

    private final class Hearing implements ConnectionEpoch.Listener {

        @Override
        public void received(Received message) {
            purpose.received().accept(message);
        }

        @Override
        public void lost(ConnectionEpoch epoch, String why) {
            execute(() -> BrokerConnection.this.lost(epoch, why));
        }
    }
}
