package io.fleethub.agent.operations.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the time at the beginning of a log line: ISO 8601, with {@code T} or a blank, with or without fraction and
 * zone; without one it is the machine's own zone.
 *
 * <p>Immutable.
 */
final class LineTime {

    private static final Pattern FORM = Pattern.compile(
            "^[\\[\"]?(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,9}))?(Z|[+-]\\d{2}:?\\d{2})?");

    private final ZoneId zone;

    LineTime(ZoneId zone) {
        this.zone = zone;
    }

    Optional<Instant> of(String line) {
        Matcher found = FORM.matcher(line);
        if (!found.find()) {
            return Optional.empty();
        }
        try {
            String fraction = found.group(3);
            LocalDateTime time = LocalDateTime.parse(
                    found.group(1) + "T" + found.group(2) + (fraction == null ? "" : "." + fraction));
            String offset = found.group(4);
            return Optional.of(
                    time.atZone(offset == null ? zone : ZoneOffset.of(offset)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
