package io.fleethub.hub.telemetry.disk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry takes and will take, of a tenant or of the platform.
 *
 * @param days whole days that were measured, youngest first
 * @param bytesPerDay of reports, on average of these days; null before one was measured
 * @param bytesPerReport with its part of the indexes
 * @param reports what they will take once as many days are there as are kept
 * @param rollups what hours and days will take, at the default retention
 * @param rollupsPerYear what months add each year, for ever
 * @param free on the database's disk; null when the hub cannot know
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DiskUseView(
        List<MeasuredDay> days,
        @Nullable Long bytesPerDay,
        @Nullable Long bytesPerReport,
        @Nullable Long reports,
        long rollups,
        long rollupsPerYear,
        @Nullable Long free) {

    /** One whole day in UTC. */
    record MeasuredDay(LocalDate day, long reports, long bytes) {}
}
