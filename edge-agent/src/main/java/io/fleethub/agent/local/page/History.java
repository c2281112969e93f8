package io.fleethub.agent.local.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last day of the machine's main metrics, in steps of five minutes, by a clock that nobody sets. Thread-safe; some 50 kB.
 */
final class History {

    static final int STEPS = 288;
    static final Duration STEP = Duration.ofMinutes(5);
    static final Set<String> METRICS = Set.of(
            "cpu.percent", "mem.percent", "disk.percent", "temp.celsius", "load.1m", "net.rx.bytes", "net.tx.bytes");

    private final LongSupplier nanos;
    private final Map<String, Series> series = new HashMap<>();

    History(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What was measured within one step. */
    record Step(double average, double least, double most) {}

    synchronized void clear() {
        series.clear();
    }

    /** @param age of the values now; what is older than the history is not kept */
    synchronized void add(Map<String, Object> metrics, Duration age) {
        long now = step(Duration.ZERO);
        long step = step(age);
        if (step > now || step <= now - STEPS) {
            return;
        }
        metrics.forEach((name, value) -> {
            if (METRICS.contains(name) && value instanceof Number number) {
                series.computeIfAbsent(name, key -> new Series()).add(step, number.doubleValue());
            }
        });
    }

    private long step(Duration age) {
        return Math.floorDiv(nanos.getAsLong() - age.toNanos(), STEP.toNanos());
    }

    /** The oldest first, {@link #STEPS} of them; null where nothing was measured. */
    synchronized List<@Nullable Step> of(String metric) {
        Series found = series.get(metric);
        long now = step(Duration.ZERO);
        List<@Nullable Step> steps = new ArrayList<>(STEPS);
        for (long step = now - STEPS + 1; step <= now; step++) {
            steps.add(found == null ? null : found.get(step));
        }
        return steps;
    }

    /**
     * Of a counter: by how much a second it rose in each step. The present step is left out, it is not over; so is one in
     * which the counter began anew.
     */
    List<@Nullable Step> rateOf(String metric) {
        List<@Nullable Step> counted = of(metric);
        List<@Nullable Step> rates = new ArrayList<>(STEPS);
        rates.add(null);
        for (int i = 1; i < STEPS; i++) {
            Step before = counted.get(i - 1);
            Step now = counted.get(i);
            boolean rose = before != null && now != null && now.most() >= before.most() && now.least() >= before.most();
            double rate = rose ? (now.most() - before.most()) / STEP.toSeconds() : 0;
            rates.add(rose && i < STEPS - 1 ? new Step(rate, rate, rate) : null);
        }
        return rates;
    }

    /** A ring of steps; guarded by the history's monitor. */
    private static final class Series {
        private final long[] step = new long[STEPS];
        private final int[] count = new int[STEPS];
        private final double[] sum = new double[STEPS];
        private final double[] least = new double[STEPS];
        private final double[] most = new double[STEPS];

        void add(long at, double value) {
            int i = (int) Math.floorMod(at, (long) STEPS);
            if (count[i] == 0 || step[i] != at) {
                step[i] = at;
                count[i] = 0;
                sum[i] = 0;
                least[i] = value;
                most[i] = value;
            }
            count[i]++;
            sum[i] += value;
            least[i] = Math.min(least[i], value);
            most[i] = Math.max(most[i], value);
        }

        @Nullable Step get(long at) {
            int i = (int) Math.floorMod(at, (long) STEPS);
            return count[i] == 0 || step[i] != at ? null : new Step(sum[i] / count[i], least[i], most[i]);
        }
    }
}
