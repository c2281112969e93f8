package io.fleethub.hub.live;

import io.fleethub.hub.live.EventHistory.Placed;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: a bounded queue between the feed and a connection that takes as much as it can.
 *
 * <p>Thread-safe: the queue is behind the client's lock; signals to the subscriber are given by one thread at a time, outside of it.
 */
final class LiveClient implements Flow.Subscription {

    private final LiveReader reader;
    private final int capacity;
    private final Runnable left;
    private final AtomicInteger pending = new AtomicInteger();
    private final Deque<LiveMessage> queue = new ArrayDeque<>();
    /** Nodes of which telemetry waits in the queue: one more of them tells nothing new. */
    private final Set<NodeId> measured = new HashSet<>();

    private Flow.@Nullable Subscriber<? super LiveMessage> subscriber;
    private long requested;
    private boolean ended;
    private boolean told;
    private Instant lastSaid = Instant.EPOCH;

    /** @param left runs when the client is gone or was ended, maybe more than once */
    LiveClient(LiveReader reader, int capacity, Runnable left) {
        this.reader = reader;
        this.capacity = capacity;
        this.left = left;
    }

    LiveReader reader() {
        return reader;
    }

    void attach(Flow.Subscriber<? super LiveMessage> stream) {
        synchronized (this) {
            subscriber = stream;
        }
        stream.onSubscribe(this);
        pump();
    }

    /** Takes an event that the reader may see. Sends nothing yet: see {@link #pump}. */
    synchronized void offer(Placed placed) {
        LiveEvent event = placed.event();
        if (ended || !reader.wants(event)) {
            return;
        }
        if (event.kind() == Kind.TELEMETRY && !measured.add(event.nodeId())) {
            return;
        }
        if (queue.size() >= capacity) {
            reload(placed.id());
        } else {
            queue.addLast(new LiveMessage.Happened(placed));
        }
    }

    /** Whatever waits is old: the client asks for the present state instead. */
    synchronized void reload(String lastId) {
        queue.clear();
        measured.clear();
        queue.addLast(new LiveMessage.Reload(lastId));
    }

    /** The first thing that a client hears, so that it knows that it is heard. */
    synchronized void greet(String lastId) {
        queue.addLast(new LiveMessage.Sign(lastId));
    }

    /** Says that the stream is alive, if it said nothing since. */
    synchronized void sign(Instant before, String lastId) {
        if (queue.isEmpty() && lastSaid.isBefore(before)) {
            queue.addLast(new LiveMessage.Sign(lastId));
        }
    }

    /** Ends the stream; what waits is not sent any more. */
    void end() {
        synchronized (this) {
            ended = true;
            queue.clear();
        }
        pump();
        left.run();
    }

    /** Sends what the connection asked for. Never waits; @param now only keeps the time of the last sign */
    void pump(Instant now) {
        synchronized (this) {
            if (!queue.isEmpty() && requested > 0) {
                lastSaid = now;
            }
        }
        pump();
    }

    private void pump() {
        if (pending.getAndIncrement() != 0) {
            return; // the thread that is at it goes round once more
        }
        int seen = 1;
        do {
            Flow.Subscriber<? super LiveMessage> stream = stream();
            LiveMessage next = next();
            while (stream != null && next != null) {
                stream.onNext(next);
                next = next();
            }
            if (stream != null && lastWord()) {
                stream.onComplete();
            }
            seen = pending.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized Flow.@Nullable Subscriber<? super LiveMessage> stream() {
        return subscriber;
    }

    private synchronized @Nullable LiveMessage next() {
        if (subscriber == null || requested == 0 || queue.isEmpty()) {
            return null;
        }
        requested--;
        LiveMessage message = queue.removeFirst();
        if (message instanceof LiveMessage.Happened happened) {
            measured.remove(happened.placed().event().nodeId());
        }
        return message;
    }

    /** Whether the end is to be told now; once. */
    private synchronized boolean lastWord() {
        boolean now = ended && !told;
        told |= ended;
        return now;
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        }
        pump();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            ended = true;
            told = true;
            queue.clear();
        }
        left.run();
    }
}
