package io.fleethub.simulator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and times of what a node holds; the reports themselves are a function of both. Confined to the node's loop.
 *
 * <p>Everything lies at {@code seq - base}; what is below {@code base} is forgotten and cut off now and then.
 */
final class VirtualOutbox {

    private static final int CUT = 1 << 14;

    /** Consecutive numbers, both ends in it. */
    record Run(long from, long to) {

        int size() {
            return (int) (to - from + 1);
        }
    }

    private long base = 1;
    private long lastSeq;
    private long[] sampledAt = new long[64];
    private final BitSet sent = new BitSet();
    private final BitSet forgotten = new BitSet();
    private int held;

    /** Numbers a report that was sampled then. */
    long append(long sampledAtMillis) {
        lastSeq++;
        int index = index(lastSeq);
        if (index >= sampledAt.length) {
            sampledAt = Arrays.copyOf(sampledAt, sampledAt.length * 2);
        }
        sampledAt[index] = sampledAtMillis;
        held++;
        return lastSeq;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** The oldest that is not forgotten; {@code lastSeq + 1} when there is none. */
    long firstSeq() {
        return base + forgotten.nextClearBit(0);
    }

    int held() {
        return held;
    }

    long sampledAt(long seq) {
        return sampledAt[index(seq)];
    }

    boolean holds(long seq) {
        return seq >= base && seq <= lastSeq && !forgotten.get(index(seq));
    }

    /** The first numbers in there that are not under way, at most so many; null when there are none. */
    @Nullable Run unsent(long from, long to, int atMost) {
        long low = Math.max(from, base);
        long first = base + sent.nextClearBit(index(low));
        if (first > to || first > lastSeq || atMost < 1) {
            return null;
        }
        int next = sent.nextSetBit(index(first));
        long end = next < 0 ? Long.MAX_VALUE : base + next - 1;
        return new Run(first, Math.min(Math.min(end, Math.min(to, lastSeq)), first + atMost - 1));
    }

    /** Notes that these are under way: published, or forgotten for good. */
    void markSent(Run run) {
        sent.set(index(run.from()), index(run.to()) + 1);
    }

    /** Notes that these never left. */
    void markUnsent(long from, long to) {
        for (long seq = Math.max(from, base); seq <= to; seq++) {
            if (holds(seq)) {
                sent.clear(index(seq));
            }
        }
    }

    /** Forgets what of these is still held; tells each number and answers the runs that were forgotten now. */
    void forget(long from, long to, LongConsumer each, RunConsumer runs) {
        long seq = Math.max(from, base);
        long last = Math.min(to, lastSeq);
        while (seq <= last) {
            long begin = base + forgotten.nextClearBit(index(seq));
            if (begin > last) {
                break;
            }
            int set = forgotten.nextSetBit(index(begin));
            long end = Math.min(last, set < 0 ? last : base + set - 1);
            for (long one = begin; one <= end; one++) {
                each.accept(one);
            }
            forgotten.set(index(begin), index(end) + 1);
            sent.set(index(begin), index(end) + 1);
            held -= (int) (end - begin + 1);
            runs.accept(begin, end);
            seq = end + 1;
        }
        cutOff();
    }

    /** Takes a run of numbers. */
    interface RunConsumer {
        void accept(long from, long to);
    }

    private void cutOff() {
        int gone = forgotten.nextClearBit(0);
        if (gone < CUT) {
            return;
        }
        int used = index(lastSeq) + 1;
        System.arraycopy(sampledAt, gone, sampledAt, 0, used - gone);
        shift(sent, gone, used);
        shift(forgotten, gone, used);
        base += gone;
    }

    private static void shift(BitSet bits, int gone, int used) {
        BitSet rest = bits.get(gone, used);
        bits.clear();
        bits.or(rest);
    }

    private int index(long seq) {
        return (int) (seq - base);
    }
}
