package io.fleethub.agent.operations.logs;

import java.util.Arrays;

/** Where chosen lines lie: file, offset and length of each, newest first, in plain arrays to stay small. One thread. */
final class LineSpans {

    private static final int FIRST_SIZE = 64;

    private int[] files = new int[FIRST_SIZE];
    private long[] starts = new long[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private int count;

    void add(int file, long start, int length) {
        if (count == files.length) {
            files = Arrays.copyOf(files, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        files[count] = file;
        starts[count] = start;
        lengths[count] = length;
        count++;
    }

    /** Adds what {@code others} holds and empties it. */
    void take(LineSpans others) {
        for (int i = 0; i < others.count; i++) {
            add(others.files[i], others.starts[i], others.lengths[i]);
        }
        others.clear();
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int file(int index) {
        return files[index];
    }

    long start(int index) {
        return starts[index];
    }

    int length(int index) {
        return lengths[index];
    }
}
