package io.fleethub.agent.broker;

import io.fleethub.schemas.topic.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The connection to the broker, made again whenever it ends. Thread-safe.
 *
 * <p>Nothing here blocks. Handlers and listeners are called on threads of the connection: they hand over and return.
 */
public interface BrokerConnection extends AutoCloseable {

    /** Where the connection is. */
    enum State {
        CONNECTING,
        /** Connected and subscribed. */
        READY,
        WAITING,
        CLOSED
    }

    /** Told of every connection that is subscribed to all its topics, and of its end. */
    interface Listener {

        /** @param session the number that this attempt was made with, as in its will */
        void ready(long session);

        void ended();
    }

    /** Before {@link #start}: who gets what arrives on a channel. */
    void onMessage(Channel channel, Consumer<IncomingMessage> handler);

    /** Before {@link #start}: whom to tell; in this order. */
    void addListener(Listener listener);

    void start();

    /**
     * Publishes when connected, waiting for a place among those in flight; status before updates, logs and telemetry.
     * Without a connection the outcome is {@link PublishOutcome.NotSent} at once. Never completes exceptionally.
     */
    CompletableFuture<PublishOutcome> publish(Publication publication);

    /** Leaves a connection that does not do its work, with a DISCONNECT, and makes another one with the next session. */
    void renew(String why);

    State state();

    /** How it has been, for people and metrics. */
    ConnectionHealth health();

    /** Says goodbye to the broker with a DISCONNECT, so that no will is published, and never connects again. */
    @Override
    void close();
}
