package io.fleethub.hub.telemetry.rollup;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long the roll-ups of some metrics are kept.
 *
 * @param pattern a name, the beginning of names as {@code energy.cost.*}, or {@code *} for all
 * @param monthly null for ever
 * @param own whether it is the tenant's own, not a default of the hub
 */
record RetentionClass(
        String pattern,
        Duration hourly,
        Duration daily,
        @Nullable Duration monthly,
        boolean own) {

    static final String ALL = "*";
    private static final String WELL_FORMED = "\\*|[^*,\\s]{1,190}(\\.\\*)?";

    static boolean isWellFormed(String pattern) {
        return pattern.matches(WELL_FORMED);
    }

    boolean covers(String metric) {
        return pattern.endsWith(ALL) ? metric.startsWith(prefix()) : metric.equals(pattern);
    }

    private String prefix() {
        return pattern.substring(0, pattern.length() - ALL.length());
    }

    /** Which of two that cover a metric is nearer to it: the exact name, then the longer beginning. */
    private int nearness() {
        return pattern.endsWith(ALL) ? prefix().length() : Integer.MAX_VALUE;
    }

    /** @param classes one of them covers all metrics */
    static RetentionClass of(String metric, List<RetentionClass> classes) {
        return classes.stream()
                .filter(one -> one.covers(metric))
                .max(Comparator.comparingInt(RetentionClass::nearness))
                .orElseThrow();
    }
}
