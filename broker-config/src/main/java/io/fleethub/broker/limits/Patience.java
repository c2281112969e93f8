package io.fleethub.broker.limits;

import java.time.Duration;

/**
 * How long one who is beyond a limit is slowed before it is refused. It lasts for a limited time, and is whole again once
 * nothing is owed any more. Thread-safe.
 */
final class Patience {

    private final long mostNanos;
    private boolean slowed;
    private long since;

    Patience(Duration most) {
        this.mostNanos = most.toNanos();
    }

    /** Asked of one who has to wait. */
    synchronized boolean lasts(long now) {
        if (!slowed) {
            slowed = true;
            since = now;
        }
        return now - since <= mostNanos;
    }

    synchronized void restore() {
        slowed = false;
    }
}
