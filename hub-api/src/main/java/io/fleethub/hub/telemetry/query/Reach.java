package io.fleethub.hub.telemetry.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a node, and how far back each roll-up of it goes.
 *
 * @param hourly the first bucket; null when there is none
 */
record Reach(
        int metricId,
        String name,
        @Nullable Instant hourly,
        @Nullable Instant daily,
        @Nullable Instant monthly) {

    private static final Duration LONGEST_MONTH = Duration.ofDays(31);

    /** The beginning of the finest roll-up that goes back as far as the coarser ones do. */
    Optional<Instant> firstSeen() {
        if (monthly == null) {
            return Stream.of(Optional.ofNullable(daily), Optional.ofNullable(hourly))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
        }
        Instant first = monthly;
        if (daily != null && daily.isBefore(first.plus(LONGEST_MONTH))) {
            first = daily;
            if (hourly != null && hourly.isBefore(first.plus(Duration.ofDays(1)))) {
                first = hourly;
            }
        }
        return Optional.of(first);
    }

    /** Whether a roll-up has all that there ever was since this time. */
    boolean covers(Source source, Instant from) {
        Instant seen = firstSeen().orElse(from);
        Instant since = seen.isAfter(from) ? seen : from;
        Instant first = source == Source.HOURLY ? hourly : daily;
        return first == null ? firstSeen().isEmpty() : !first.isAfter(source.begin(since));
    }
}
