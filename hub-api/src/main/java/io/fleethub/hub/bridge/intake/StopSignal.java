package io.fleethub.hub.bridge.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells waiting workers that the bridge stops. Thread-safe; set once, for good. */
public final class StopSignal {

    /** Ends a worker's attempt in the middle: what it had in hand stays unacknowledged and comes again. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the bridge stops", null, false, false);
        }
    }

    private final CountDownLatch set = new CountDownLatch(1);

    public void set() {
        set.countDown();
    }

    boolean isSet() {
        return set.getCount() == 0;
    }

    /** Waits this long. @throws Stopped when the bridge stops before that is over */
    void pause(Duration time) {
        try {
            if (set.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }
}
