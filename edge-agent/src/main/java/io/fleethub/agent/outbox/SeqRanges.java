package io.fleethub.agent.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** A set of report numbers as ordered ranges that neither touch nor overlap. Immutable. */
final class SeqRanges {

    static final SeqRanges NONE = new SeqRanges(List.of());

    private final List<Range> ranges;

    private SeqRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** From one number to another, both in it. */
    record Range(long from, long to) {
        Range {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("not a range of report numbers: " + from + ".." + to);
            }
        }
    }

    static SeqRanges of(long from, long to) {
        return to < from ? NONE : new SeqRanges(List.of(new Range(from, to)));
    }

    List<Range> ranges() {
        return ranges;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(long seq) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (seq < range.from()) {
                high = middle - 1;
            } else if (seq > range.to()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    OptionalLong highest() {
        return ranges.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ranges.get(ranges.size() - 1).to());
    }

    long size() {
        return ranges.stream().mapToLong(range -> range.to() - range.from() + 1).sum();
    }

    SeqRanges union(SeqRanges other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort((a, b) -> Long.compare(a.from(), b.from()));
        List<Range> merged = new ArrayList<>();
        Range current = all.get(0);
        for (Range range : all.subList(1, all.size())) {
            if (range.from() <= current.to() + 1) {
                current = new Range(current.from(), Math.max(current.to(), range.to()));
            } else {
                merged.add(current);
                current = range;
            }
        }
        merged.add(current);
        return new SeqRanges(List.copyOf(merged));
    }

    SeqRanges minus(SeqRanges other) {
        List<Range> rest = new ArrayList<>();
        for (Range range : ranges) {
            long from = range.from();
            for (Range hole : other.ranges) {
                if (hole.to() < from || hole.from() > range.to()) {
                    continue;
                }
                if (hole.from() > from) {
                    rest.add(new Range(from, hole.from() - 1));
                }
                from = hole.to() + 1;
            }
            if (from <= range.to()) {
                rest.add(new Range(from, range.to()));
            }
        }
        return new SeqRanges(List.copyOf(rest));
    }

    /** So many of its ranges, the smallest left out. */
    SeqRanges atMost(int most) {
        if (ranges.size() <= most) {
            return this;
        }
        return new SeqRanges(ranges.stream()
                .sorted((a, b) -> Long.compare(b.to() - b.from(), a.to() - a.from()))
                .limit(most)
                .sorted((a, b) -> Long.compare(a.from(), b.from()))
                .toList());
    }

    /** The part of this set from {@code from} to {@code to}. */
    SeqRanges within(long from, long to) {
        List<Range> part = new ArrayList<>();
        for (Range range : ranges) {
            long start = Math.max(from, range.from());
            long end = Math.min(to, range.to());
            if (start <= end) {
                part.add(new Range(start, end));
            }
        }
        return new SeqRanges(List.copyOf(part));
    }

    /** What {@link #toString} gives. */
    static SeqRanges parse(String text) {
        SeqRanges all = NONE;
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = part.indexOf('-');
            all = all.union(of(Long.parseLong(part.substring(0, dash)), Long.parseLong(part.substring(dash + 1))));
        }
        return all;
    }

    /** As {@code 1-17,20-20}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        ranges.forEach(range -> text.add(range.from() + "-" + range.to()));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeqRanges that && that.ranges.equals(ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }
}
