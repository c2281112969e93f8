package io.fleethub.bench.load;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Publishes that failed: how many, and the first of them. Thread-safe. */
final class Failures {

    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    void add(String what) {
        count.incrementAndGet();
        first.compareAndSet(null, what);
    }

    /** What failed since the last question. */
    Optional<String> take() {
        long failed = count.getAndSet(0);
        String what = first.getAndSet(null);
        return failed == 0 ? Optional.empty() : Optional.of(failed + " publishes failed, the first: " + what);
    }
}
