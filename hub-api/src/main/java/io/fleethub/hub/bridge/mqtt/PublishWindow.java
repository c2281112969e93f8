package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.PublishOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets only as many publishes onto one connection as the server takes unacknowledged (Paho throws at one more instead of waiting); the
 * others wait in a bounded queue. A place is free again when the server answered or the connection ended, not when the caller's
 * patience did: the packet id is in use until then.
 *
 * <p>Thread-safe; its lock is never held while the sender or a caller's continuation runs.
 */
final class PublishWindow {

    /** Hands one message to the client and reports its outcome later, exactly once and on any thread. */
    interface Sender<M> {
        void send(M message, Consumer<PublishOutcome> done);
    }

    private record Waiting(Runnable start, CompletableFuture<PublishOutcome> outcome) {}

    private final int queueLimit;
    private final Duration timeout;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Set<CompletableFuture<PublishOutcome>> flying = Collections.newSetFromMap(new IdentityHashMap<>());
    private int free;
    private boolean closed;

    PublishWindow(int places, int queueLimit, Duration timeout) {
        this.free = places;
        this.queueLimit = queueLimit;
        this.timeout = timeout;
    }

    <M> CompletionStage<PublishOutcome> publish(M message, Sender<M> sender) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        Waiting entry = new Waiting(() -> sender.send(message, answer -> finish(outcome, answer)), outcome);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(new PublishOutcome.Unknown("not connected"));
            }
            if (waiting.size() >= queueLimit) {
                return CompletableFuture.completedFuture(
                        new PublishOutcome.Unknown("more than " + queueLimit + " publishes wait on this connection"));
            }
            waiting.add(entry);
        }
        CompletableFuture<PublishOutcome> answered = outcome.copy()
                .completeOnTimeout(
                        new PublishOutcome.Unknown("no answer within " + timeout),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        startWhatFits();
        return answered;
    }

    /** The connection ended: nothing more is sent, and what was sent may or may not have arrived. */
    void close() {
        Set<CompletableFuture<PublishOutcome>> open;
        synchronized (this) {
            closed = true;
            open = Collections.newSetFromMap(new IdentityHashMap<>());
            open.addAll(flying);
            waiting.forEach(entry -> open.add(entry.outcome()));
            flying.clear();
            waiting.clear();
        }
        open.forEach(outcome -> outcome.complete(new PublishOutcome.Unknown("connection lost")));
    }

    private void startWhatFits() {
        Waiting next = take();
        while (next != null) {
            next.start().run();
            next = take();
        }
    }

    private synchronized @Nullable Waiting take() {
        if (closed || free == 0 || waiting.isEmpty()) {
            return null;
        }
        Waiting next = waiting.remove();
        free--;
        flying.add(next.outcome());
        return next;
    }

    private void finish(CompletableFuture<PublishOutcome> outcome, PublishOutcome answer) {
        synchronized (this) {
            if (flying.remove(outcome)) {
                free++;
            }
        }
        outcome.complete(answer);
        startWhatFits();
    }
}
