package io.fleethub.verifier;

import java.util.Arrays;
import java.util.BitSet;

/** What one node wrote down about one of its streams. Filled by one thread, then only read. */
final class StreamJournal {

    private static final int INITIAL = 64;

    private final String node;
    private final String stream;
    private final BitSet made = new BitSet();
    private final BitSet toBeRefused = new BitSet();
    private final BitSet forgotten = new BitSet();
    private long[] hashes = new long[INITIAL];

    StreamJournal(String node, String stream) {
        this.node = node;
        this.stream = stream;
    }

    String node() {
        return node;
    }

    String stream() {
        return stream;
    }

    String name(long seq) {
        return node + "/" + stream + "/" + seq;
    }

    void made(long seq, long hash) {
        int index = Math.toIntExact(seq);
        if (index >= hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(index + 1, hashes.length * 2));
        }
        hashes[index] = hash;
        made.set(index);
    }

    void madeToBeRefused(long seq) {
        made.set(Math.toIntExact(seq));
        toBeRefused.set(Math.toIntExact(seq));
    }

    void forgotten(long from, long to) {
        forgotten.set(Math.toIntExact(from), Math.toIntExact(to) + 1);
    }

    boolean wasMade(long seq) {
        return seq >= 0 && seq <= Integer.MAX_VALUE && made.get((int) seq);
    }

    boolean mustBeRefused(long seq) {
        return toBeRefused.get((int) seq);
    }

    long hash(long seq) {
        return hashes[(int) seq];
    }

    BitSet made() {
        return made;
    }

    BitSet forgotten() {
        return forgotten;
    }
}
