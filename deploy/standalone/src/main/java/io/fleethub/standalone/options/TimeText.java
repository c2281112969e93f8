package io.fleethub.standalone.options;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Reads a duration as people type it ({@code 5s}, {@code 2m}) or as ISO-8601 ({@code PT5S}). */
final class TimeText {
    private TimeText() {}

    static Optional<Duration> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        try {
            Duration duration = Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
            return duration.isNegative() || duration.isZero() ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
