package io.fleethub.hub.telemetry.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the parts of one bucket, reports or roll-ups, become one point. */
enum Aggregate {
    AVG("sum(total) / sum(samples)"),
    MIN("min(lowest)"),
    MAX("max(highest)"),
    SUM("sum(total)"),
    COUNT("sum(samples)"),
    LAST("(array_agg(last ORDER BY last_at DESC, report_id DESC))[1]");

    private final String sql;

    Aggregate(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    static Optional<Aggregate> find(String name) {
        return Arrays.stream(values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
