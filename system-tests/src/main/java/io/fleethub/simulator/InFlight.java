package io.fleethub.simulator;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what all nodes together have published and the broker has not acknowledged; who finds no room waits its turn.
 * Thread-safe. Holds each waiting node once: a
 * node asks again only after it was served.
 */
final class InFlight {

    private final AtomicInteger free;
    private final int limit;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    InFlight(int limit) {
        this.limit = limit;
        this.free = new AtomicInteger(limit);
    }

    /** Takes a place, if one is free and nobody waits for it. */
    boolean tryEnter() {
        return waiting.isEmpty() && take();
    }

    /** Calls back once, on any thread and perhaps at once, when a place was taken for the caller. */
    void await(Runnable entered) {
        waiting.add(entered);
        serve();
    }

    void leave() {
        free.incrementAndGet();
        serve();
    }

    int taken() {
        return limit - free.get();
    }

    private boolean take() {
        int seen = free.get();
        while (seen > 0) {
            if (free.compareAndSet(seen, seen - 1)) {
                return true;
            }
            seen = free.get();
        }
        return false;
    }

    private void serve() {
        while (!waiting.isEmpty() && take()) {
            Runnable next = waiting.poll();
            if (next == null) {
                free.incrementAndGet(); // another thread served the last one; who comes now serves itself
            } else {
                next.run();
            }
        }
    }
}
