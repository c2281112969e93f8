package io.fleethub.bench;

import java.time.Duration;

/** How long and how often each contender is measured. */
public record Timing(Duration warmUp, Duration window, int repeats) {

    static final Timing FULL = new Timing(Duration.ofSeconds(60), Duration.ofSeconds(60), 3);
    static final Timing QUICK = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(20), 1);

    /** Whether this is for work in progress: smaller tables, one repeat. */
    public boolean quick() {
        return repeats == 1;
    }

    @Override
    public String toString() {
        return "warm-up %d s, window %d s, %d repeat%s"
                .formatted(warmUp.toSeconds(), window.toSeconds(), repeats, repeats == 1 ? "" : "s");
    }
}
