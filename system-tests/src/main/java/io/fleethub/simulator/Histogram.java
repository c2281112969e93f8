package io.fleethub.simulator;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts durations in buckets that are 3 % wide, from a microsecond to days. Thread-safe. */
public final class Histogram {

    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = (40 - SUB_BITS) * SUB + SUB;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /** Takes one duration; a negative one counts as none. */
    public void record(long micros) {
        counts.incrementAndGet(bucket(Math.max(0, micros)));
    }

    public long count() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /**
     * The duration below which that part of all lie, in microseconds; 0 when nothing was recorded.
     *
     * @param part from 0 to 1, as 0.99
     */
    public long percentile(double part) {
        long rank = (long) Math.ceil(part * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return highest(i);
            }
        }
        return 0;
    }

    /** Forgets everything, so that a steady window can begin after a warm-up. */
    public void reset() {
        for (int i = 0; i < BUCKETS; i++) {
            counts.set(i, 0);
        }
    }

    private static int bucket(long micros) {
        if (micros < SUB) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        int index = (exponent + 1) * SUB + (int) ((micros >> exponent) - SUB);
        return Math.min(index, BUCKETS - 1);
    }

    private static long highest(int index) {
        if (index < SUB) {
            return index;
        }
        int exponent = index / SUB - 1;
        return ((long) (index % SUB + SUB + 1) << exponent) - 1;
    }
}
