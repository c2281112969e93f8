package io.fleethub.hub.telemetry.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Chooses the width of a point where nobody asked for one. Stateless. */
final class Step {

    static final int MAX_POINTS = 2_000;

    private static final List<Duration> ROUND = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private Step() {}

    /** The smallest round width that gives no more than {@link #MAX_POINTS} points, buckets cut at both ends included. */
    static Duration fitting(Instant from, Instant to) {
        long millis = Duration.between(from, to).toMillis();
        for (Duration step : ROUND) {
            if (points(millis, step) <= MAX_POINTS) {
                return step;
            }
        }
        return Duration.ofDays(1 + millis / Duration.ofDays(MAX_POINTS - 2L).toMillis());
    }

    static long points(Instant from, Instant to, Duration step) {
        return points(Duration.between(from, to).toMillis(), step);
    }

    private static long points(long millis, Duration step) {
        return millis / step.toMillis() + 2;
    }
}
