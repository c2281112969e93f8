package io.fleethub.agent.summaries;

import java.util.Map;
import java.util.TreeMap;

/** Folds the values of one day, the latest first. Not thread-safe. */
final class DayFold {

    private static final int METRICS_AT_MOST = 500;

    private final Map<String, Values> metrics = new TreeMap<>();

    /** What is known of one metric of the day. */
    static final class Values {
        private double min;
        private double max;
        private double sum;
        private final double last;
        private long count;

        private Values(double latest) {
            min = latest;
            max = latest;
            last = latest;
        }

        private void add(double value) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
            count++;
        }

        double min() {
            return min;
        }

        double max() {
            return max;
        }

        double sum() {
            return sum;
        }

        double last() {
            return last;
        }

        long count() {
            return count;
        }
    }

    void add(Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (value instanceof Number number && (metrics.containsKey(name) || metrics.size() < METRICS_AT_MOST)) {
                metrics.computeIfAbsent(name, first -> new Values(number.doubleValue()))
                        .add(number.doubleValue());
            }
        });
    }

    Map<String, Values> metrics() {
        return metrics;
    }
}
