package io.fleethub.schemas.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Times and durations as the contract writes them: RFC 3339 with {@code T}, seconds and an offset; ISO-8601 durations
 * of days to seconds. Stateless.
 */
public final class WireTime {

    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern DURATION = Pattern.compile(
            "P(?!$)(?:\\d{1,9}D)?(?:T(?=\\d)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?)?");

    private WireTime() {}

    /** @throws DateTimeException when the text is no such time */
    public static Instant instant(String text) {
        if (!INSTANT.matcher(text).matches()) {
            throw new DateTimeException("must be an RFC 3339 time such as 2026-11-21T00:00:00Z");
        }
        if (text.charAt(text.length() - 1) == 'Z') {
            return Instant.parse(text);
        }
        return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant();
    }

    /** @throws DateTimeException when the text is no such duration */
    public static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new DateTimeException("must be an ISO-8601 duration such as PT60S");
        }
        return Duration.parse(text);
    }
}
