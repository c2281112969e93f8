package io.fleethub.hub.telemetry.rollup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A retention class, its times in days as ISO-8601 durations.
 *
 * @param monthly null for ever
 * @param own whether it is the tenant's own, not a default of the hub
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RetentionClassView(
        String pattern,
        String hourly,
        String daily,
        @Nullable String monthly,
        boolean own) {

    static RetentionClassView of(RetentionClass one) {
        Duration monthly = one.monthly();
        return new RetentionClassView(
                one.pattern(),
                days(one.hourly()),
                days(one.daily()),
                monthly == null ? null : days(monthly),
                one.own());
    }

    private static String days(Duration duration) {
        return "P" + duration.toDays() + "D";
    }
}
