package io.fleethub.hub.logs;

import java.io.InputStream;
import java.util.function.IntFunction;

/** The chunks of a log as one stream; holds one at a time. Of one thread. */
final class ChunkInputStream extends InputStream {

    private final IntFunction<byte[]> chunks;
    private final int total;
    private int next;
    private byte[] current = {};
    private int position;

    /** @param chunks gives each chunk by its index, once and in order */
    ChunkInputStream(IntFunction<byte[]> chunks, int total) {
        this.chunks = chunks;
        this.total = total;
    }

    @Override
    public int read() {
        return fill() ? current[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return current.length - position;
    }

    private boolean fill() {
        while (position == current.length) {
            if (next == total) {
                return false;
            }
            current = chunks.apply(next++);
            position = 0;
        }
        return true;
    }
}
