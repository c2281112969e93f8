package io.fleethub.bench.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** One report after the other from a node of its own, each timed until it is seen. For one thread. */
final class Prober {

    private static final long LOOK_NANOS = 200_000;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    /** Whether so many reports of the prober are visible. */
    interface Eye {
        boolean sees(LoadNode prober, long reports) throws Exception;
    }

    private final LoadNode node;
    private final Eye eye;

    Prober(LoadNode node, Eye eye) {
        this.node = node;
        this.eye = eye;
    }

    void begin(String trial, int session) {
        node.begin(trial, Instant.now(), session);
    }

    /** Milliseconds of each probe. */
    List<Double> probe(long nanos) throws Exception {
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            node.send(1, true);
            while (!eye.sees(node, node.sent())) {
                if (System.nanoTime() - begin > LIMIT_NANOS) {
                    throw new TimeoutException("a probe was not seen within 60 s");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            millis.add((System.nanoTime() - begin) / 1e6);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return millis;
    }
}
