package io.fleethub.hub.telemetry.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How wide a point is, and what it is read from.
 *
 * @param width of a point; of a month, which has no fixed one, the longest
 */
record Resolution(Source source, Duration width) {

    static final int MAX_POINTS = 2_000;
    static final Resolution MONTH = new Resolution(Source.MONTHLY, Duration.ofDays(31));

    private static final String MONTH_LABEL = "P1M";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHORTEST_MONTH = 28;
    /** What is read report by report, unless a finer step is asked for: more takes longer than a chart may. */
    private static final Duration MOST_REPORTS = Duration.ofDays(7);

    private static final List<Duration> ROUND = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30));

    /**
     * The one that a step asks for; read from the coarsest roll-up that it consists of.
     *
     * @return empty when it is no step
     */
    static Optional<Resolution> parse(String step) {
        if (step.equals(MONTH_LABEL)) {
            return Optional.of(MONTH);
        }
        try {
            Duration width = Duration.parse(step);
            return width.compareTo(Duration.ofSeconds(1)) < 0
                    ? Optional.empty()
                    : Optional.of(new Resolution(coarsest(width), width));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Source coarsest(Duration width) {
        if (isMultiple(width, DAY)) {
            return Source.DAILY;
        }
        return isMultiple(width, HOUR) ? Source.HOURLY : Source.REPORTS;
    }

    /**
     * The finest one that has no more than {@link #MAX_POINTS} points, buckets cut at both ends included, and that still is there for
     * all metrics since the range began, or since they were first seen.
     */
    static Resolution fitting(Instant from, Instant to, List<Reach> metrics, Instant reportsSince) {
        Instant begin = begin(from, to, metrics);
        if (Duration.between(begin, to).compareTo(MOST_REPORTS) <= 0 && !begin.isBefore(reportsSince)) {
            for (Duration width : ROUND) {
                Resolution reports = new Resolution(Source.REPORTS, width);
                if (reports.points(begin, to) <= MAX_POINTS) {
                    return reports;
                }
            }
        }
        for (Resolution rollup : List.of(new Resolution(Source.HOURLY, HOUR), new Resolution(Source.DAILY, DAY))) {
            if (rollup.points(begin, to) <= MAX_POINTS
                    && metrics.stream().allMatch(reach -> reach.covers(rollup.source(), from))) {
                return rollup;
            }
        }
        return MONTH;
    }

    /** Where the first of the metrics begins within the range, as far as roll-ups know. */
    static Instant begin(Instant from, Instant to, List<Reach> metrics) {
        return metrics.stream()
                .flatMap(reach -> reach.firstSeen().stream())
                .min(Instant::compareTo)
                .filter(first -> first.isAfter(from) && first.isBefore(to))
                .orElse(from);
    }

    /** How many points a series may have, at most. */
    long points(Instant from, Instant to) {
        if (source == Source.MONTHLY) {
            return ChronoUnit.DAYS.between(from, to) / SHORTEST_MONTH + 2;
        }
        return Duration.between(from, to).toMillis() / width.toMillis() + 2;
    }

    /** As an ISO-8601 duration. */
    String label() {
        if (source == Source.MONTHLY) {
            return MONTH_LABEL;
        }
        return isMultiple(width, DAY) ? "P" + width.toDays() + "D" : width.toString();
    }

    private static boolean isMultiple(Duration width, Duration unit) {
        return width.toMillis() % unit.toMillis() == 0 && width.toNanosPart() % 1_000_000 == 0;
    }
}
