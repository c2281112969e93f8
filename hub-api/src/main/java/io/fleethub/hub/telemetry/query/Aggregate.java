package io.fleethub.hub.telemetry.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the values of one bucket become one point. */
enum Aggregate {
    AVG("avg(value)"),
    MIN("min(value)"),
    MAX("max(value)"),
    SUM("sum(value)"),
    COUNT("count(value)"),
    LAST("(array_agg(value ORDER BY corrected_at DESC, report_id DESC))[1]");

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
