package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.message.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequence numbers, kept as ranges: what of a stream is committed or refused. Not thread-safe. */
final class SeqSet {

    /** First number of a range → its last one; ranges neither touch nor overlap. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Reads PostgreSQL's canonical text of an int8multirange, as <code>{[1,501),[600,601)}</code>. */
    static SeqSet parse(String multirange) {
        SeqSet set = new SeqSet();
        String inside = multirange.substring(1, multirange.length() - 1);
        if (!inside.isEmpty()) {
            for (String range : inside.substring(1, inside.length() - 1).split("\\),\\[", -1)) {
                int comma = range.indexOf(',');
                set.ranges.put(
                        Long.parseLong(range.substring(0, comma)), Long.parseLong(range.substring(comma + 1)) - 1);
            }
        }
        return set;
    }

    boolean contains(long seq) {
        Map.Entry<Long, Long> below = ranges.floorEntry(seq);
        return below != null && below.getValue() >= seq;
    }

    /** @return false when it was there already */
    boolean add(long seq) {
        if (contains(seq)) {
            return false;
        }
        Map.Entry<Long, Long> below = ranges.lowerEntry(seq);
        long from = below != null && below.getValue() == seq - 1 ? below.getKey() : seq;
        Long joinedEnd = seq == Long.MAX_VALUE ? null : ranges.remove(seq + 1);
        ranges.put(from, joinedEnd == null ? seq : joinedEnd);
        return true;
    }

    /** How many ranges it takes to write the set down. */
    int ranges() {
        return ranges.size();
    }

    /** Takes out a number that was added as a range of its own. */
    void removeSingle(long seq) {
        ranges.remove(seq, seq);
    }

    /** Adds all numbers from 1 up to, but without, this one. */
    void fillBelow(long first) {
        if (first <= 1) {
            return;
        }
        Map.Entry<Long, Long> across = ranges.floorEntry(first);
        long end = across == null ? first - 1 : Math.max(across.getValue(), first - 1);
        ranges.headMap(first, true).clear();
        ranges.put(1L, end);
    }

    /** The largest c for which every number from {@code first} to c is in the set; {@code first - 1} when there is none. */
    long throughFrom(long first) {
        Map.Entry<Long, Long> below = ranges.floorEntry(first);
        return below != null && below.getValue() >= first ? below.getValue() : first - 1;
    }

    /** The ranges that begin above a number, lowest first. */
    List<SeqRange> above(long seq, int atMost) {
        List<SeqRange> found = new ArrayList<>();
        for (Map.Entry<Long, Long> range : ranges.tailMap(seq, false).entrySet()) {
            if (found.size() == atMost) {
                break;
            }
            found.add(new SeqRange(range.getKey(), range.getValue()));
        }
        return found;
    }

    /** PostgreSQL's text of the set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append('[')
                    .append(range.getKey())
                    .append(',')
                    .append(range.getValue() + 1)
                    .append(')');
        }
        return text.append('}').toString();
    }
}
