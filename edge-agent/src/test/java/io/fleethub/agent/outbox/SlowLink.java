package io.fleethub.agent.outbox;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.schemas.topic.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A link that carries so many bytes in a second of the test's own time, one message after the other. */
final class SlowLink implements BrokerConnection {

    private final long bytesPerSecond;
    private final AtomicLong nanos;
    private final BiConsumer<Publication, Long> arrived;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private double carried;

    private record Waiting(Publication publication, CompletableFuture<PublishOutcome> outcome) {}

    /** @param arrived told what the broker has, and when */
    SlowLink(long bytesPerSecond, AtomicLong nanos, BiConsumer<Publication, Long> arrived) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.arrived = arrived;
    }

    @Override
    public synchronized CompletableFuture<PublishOutcome> publish(Publication publication) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        waiting.add(new Waiting(publication, outcome));
        return outcome;
    }

    /** Lets time pass; a link that is down carries nothing meanwhile. */
    synchronized void pass(long millis, boolean up) {
        nanos.addAndGet(millis * 1_000_000);
        if (waiting.isEmpty() || !up) {
            carried = waiting.isEmpty() ? 0 : carried;
            return;
        }
        carried += bytesPerSecond * millis / 1_000.0;
        while (!waiting.isEmpty() && carried >= size(waiting.peek())) {
            Waiting first = waiting.remove();
            carried -= size(first);
            arrived.accept(first.publication(), nanos.get());
            first.outcome().complete(new PublishOutcome.Accepted());
        }
    }

    private static int size(Waiting one) {
        return one.publication().payload().length + 100;
    }

    @Override
    public void onMessage(Channel channel, Consumer<IncomingMessage> handler) {
        throw new UnsupportedOperationException("nothing arrives here");
    }

    @Override
    public void addListener(Listener listener) {
        throw new UnsupportedOperationException("the test calls listeners itself");
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException("it is never made");
    }

    @Override
    public void renew(String why) {
        throw new UnsupportedOperationException("it lasts");
    }

    @Override
    public State state() {
        return State.READY;
    }

    @Override
    public ConnectionHealth health() {
        return new ConnectionHealth(State.READY, 0, 1, 0, null, null);
    }

    @Override
    public void close() {
        waiting.clear();
    }
}
