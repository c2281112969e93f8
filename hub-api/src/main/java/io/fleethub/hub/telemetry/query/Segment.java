package io.fleethub.hub.telemetry.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a range that is read from one source.
 *
 * @param from inclusive
 * @param to exclusive; of a roll-up it bounds the buckets' beginnings
 */
record Segment(Source source, Instant from, Instant to) {

    /**
     * Cuts a range into what a roll-up holds for good and what only finer ones hold yet: days of the month that runs, hours of the day,
     * reports of the hour. A bucket that the beginning of the range cuts is read as a whole.
     *
     * @param rolledUpTo all hours before it are rolled up
     */
    static List<Segment> of(Source source, Instant from, Instant to, Instant rolledUpTo) {
        List<Segment> segments = new ArrayList<>();
        Instant begin = source.begin(from);
        Optional<Source> next = Optional.of(source);
        while (next.isPresent()) {
            Source one = next.get();
            Instant edge = one == Source.REPORTS ? to : one.begin(rolledUpTo);
            Instant end = edge.isBefore(to) ? edge : to;
            if (begin.isBefore(end)) {
                segments.add(new Segment(one, begin, end));
                begin = end;
            }
            next = one.finer();
        }
        return segments;
    }
}
