package io.fleethub.schemas.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Times and durations as the contract writes them: RFC 3339 with {@code T}, seconds and an offset; ISO-8601 durations of days to
 * seconds. A time is read by its places, without a formatter: one is read for every report, and formatters cost half of a batch.
 * Stateless.
 */
public final class WireTime {

    private static final Pattern DURATION = Pattern.compile(
            "P(?!$)(?:\\d{1,9}D)?(?:T(?=\\d)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?)?");

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int NANO_DIGITS = 9;
    private static final int OFFSET_LENGTH = 6;

    private WireTime() {}

    /** @throws DateTimeException when the text is no such time */
    public static Instant instant(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            require(i < text.length() && fits(FORM.charAt(i), text.charAt(i)));
        }
        int fractionEnd = fractionEnd(text);
        int nanos = nanos(text, fractionEnd);
        long day = day(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int second = below(60, number(text, 17, 19));
        int minute = below(60, number(text, 14, 16));
        int hour = below(24, number(text, 11, 13));
        long local = day * 86_400 + hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(local - offsetSeconds(text, fractionEnd), nanos);
    }

    /** @throws DateTimeException when the text is no such duration */
    public static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new DateTimeException("must be an ISO-8601 duration such as PT60S");
        }
        return Duration.parse(text);
    }

    private static boolean fits(char form, char given) {
        return form == 'd' ? given >= '0' && given <= '9' : form == given;
    }

    /** Where the offset begins. */
    private static int fractionEnd(String text) {
        int end = FORM.length();
        if (end < text.length() && text.charAt(end) == '.') {
            end++;
            while (end < text.length() && fits('d', text.charAt(end))) {
                end++;
            }
            int digits = end - FORM.length() - 1;
            require(digits >= 1 && digits <= NANO_DIGITS);
        }
        return end;
    }

    private static int nanos(String text, int fractionEnd) {
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = FORM.length() + 1 + i;
            nanos = nanos * 10 + (at < fractionEnd ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int offsetSeconds(String text, int from) {
        if (text.length() == from + 1 && text.charAt(from) == 'Z') {
            return 0;
        }
        require(text.length() == from + OFFSET_LENGTH);
        char sign = text.charAt(from);
        require(sign == '+' || sign == '-');
        for (int i = 1; i < OFFSET_LENGTH; i++) {
            require(fits(i == 3 ? ':' : 'd', text.charAt(from + i)));
        }
        int seconds =
                below(24, number(text, from + 1, from + 3)) * 3_600 + below(60, number(text, from + 4, from + 6)) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static long day(int year, int month, int dayOfMonth) {
        try {
            return LocalDate.of(year, month, dayOfMonth).toEpochDay();
        } catch (DateTimeException noSuchDay) {
            throw refused();
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static int below(int bound, int number) {
        require(number < bound);
        return number;
    }

    private static void require(boolean fulfilled) {
        if (!fulfilled) {
            throw refused();
        }
    }

    private static DateTimeException refused() {
        return new DateTimeException("must be an RFC 3339 time such as 2026-11-21T00:00:00Z");
    }
}
