package io.fleethub.broker.limits;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Counts what went beyond the limits in the last minute, in slots of a second. Thread-safe. */
final class Excess {

    private static final int SLOTS = 60;

    private final int[] counts = new int[SLOTS];
    private long second;

    Excess(long now) {
        this.second = seconds(now);
    }

    synchronized void add(long now) {
        forgetOld(now);
        counts[slot(second)]++;
    }

    synchronized int lastMinute(long now) {
        forgetOld(now);
        return Arrays.stream(counts).sum();
    }

    private void forgetOld(long now) {
        long current = seconds(now);
        for (long passed = Math.max(second + 1, current - SLOTS + 1); passed <= current; passed++) {
            counts[slot(passed)] = 0;
        }
        second = Math.max(second, current);
    }

    private static int slot(long second) {
        return Math.floorMod(second, SLOTS);
    }

    private static long seconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now);
    }
}
