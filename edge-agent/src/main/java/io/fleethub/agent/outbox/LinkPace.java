package io.fleethub.agent.outbox;

import java.time.Duration;

/**
 * How many bytes may be on their way to the broker at once, so that a report made now never waits long behind older ones
 * in the same connection. Grows while acknowledgements come at once, shrinks to what the link carries in two seconds
 * when they come late. Confined to the sender's thread.
 */
final class LinkPace {

    private static final int SMALLEST = 1 << 10;
    private static final int GREATEST = 1 << 20;
    private static final long QUICK = Duration.ofMillis(500).toNanos();
    private static final long SLOW = Duration.ofSeconds(2).toNanos();

    private final int first;
    private int window;
    private int underway;
    private long shrunkNanos;

    LinkPace(int first) {
        this.first = first;
        this.window = first;
    }

    /** A new connection, perhaps over another link. */
    void begin(long nowNanos) {
        window = first;
        shrunkNanos = nowNanos;
    }

    boolean hasRoom() {
        return underway < window;
    }

    /** The size of a message of the backlog: two fit at once, so that the link is never idle. */
    int batchBytes() {
        return Math.max(SMALLEST, window / 2);
    }

    void sent(int bytes) {
        underway += bytes;
    }

    /** It will not be acknowledged in this connection. */
    void gone(int bytes) {
        underway -= bytes;
    }

    void acknowledged(int bytes, long sentNanos, long nowNanos) {
        boolean used = underway >= window / 2;
        underway -= bytes;
        long took = nowNanos - sentNanos;
        if (took <= QUICK && used) {
            window = Math.min(GREATEST, 2 * window);
        } else if (took > SLOW && sentNanos - shrunkNanos >= 0) {
            // what was sent before the window shrank says nothing about the smaller one
            window = (int) Math.max(SMALLEST, window * (double) SLOW / took);
            shrunkNanos = nowNanos;
        }
    }
}
