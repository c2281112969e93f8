package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks through the lines of one log file from its end to its beginning, block by block.
 *
 * <p>Used by one thread.
 */
final class BackwardLines {

    private static final int BLOCK = 64 * 1024;

    private final LogFiles files;
    private final int file;
    private final byte[] block = new byte[BLOCK];
    private long blockStart;
    private long lineStart;
    private long lineEnd;
    private boolean finished;

    BackwardLines(LogFiles files, int file) throws IOException {
        this.files = files;
        this.file = file;
        long size = files.size(file);
        this.blockStart = size;
        // As if the last line's line feed were just found: it ends the last line, it does not begin an empty one.
        this.lineStart = size > 0 && at(size - 1) == '\n' ? size : size + 1;
        this.finished = size == 0;
    }

    /** Moves to the line before; false when there is none. */
    boolean next() throws IOException {
        if (finished) {
            return false;
        }
        lineEnd = lineStart - 1;
        long position = lineEnd;
        while (position > 0 && at(position - 1) != '\n') {
            position--;
        }
        lineStart = position;
        finished = position == 0;
        return true;
    }

    /** First byte of the line. */
    long start() {
        return lineStart;
    }

    /** Length without its line feed. */
    int length() {
        return (int) Math.min(lineEnd - lineStart, Integer.MAX_VALUE);
    }

    private byte at(long position) throws IOException {
        if (position < blockStart || position >= blockStart + BLOCK) {
            blockStart = Math.max(0, position - BLOCK + 1);
            files.read(file, blockStart, ByteBuffer.wrap(block));
        }
        return block[(int) (position - blockStart)];
    }
}
