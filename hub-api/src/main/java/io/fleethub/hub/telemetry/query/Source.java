package io.fleethub.hub.telemetry.query;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** What a series can be read from, finest first. */
enum Source {
    REPORTS(""),
    HOURLY("telemetry_hourly"),
    DAILY("telemetry_daily"),
    MONTHLY("telemetry_monthly");

    private final String table;

    Source(String table) {
        this.table = table;
    }

    /** The table of a roll-up. */
    String table() {
        return table;
    }

    Optional<Source> finer() {
        return this == REPORTS ? Optional.empty() : Optional.of(values()[ordinal() - 1]);
    }

    /** The beginning of the bucket that holds this time; of reports the time itself. */
    Instant begin(Instant time) {
        return switch (this) {
            case REPORTS -> time;
            case HOURLY -> time.truncatedTo(ChronoUnit.HOURS);
            case DAILY -> time.truncatedTo(ChronoUnit.DAYS);
            case MONTHLY ->
                OffsetDateTime.ofInstant(time, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .with(TemporalAdjusters.firstDayOfMonth())
                        .toInstant();
        };
    }
}
