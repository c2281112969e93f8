package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A log file and its rotated predecessors ({@code .1}, {@code .2} …), held open as they were at one moment, so that a
 * rotation meanwhile does not mix them up. Compressed predecessors are not read.
 *
 * <p>Used by one thread.
 */
final class LogFiles implements AutoCloseable {

    private static final int MOST_FILES = 10;

    private final List<FileChannel> newestFirst = new ArrayList<>();

    /** @throws NoSuchFileException when there is no such log at all */
    static LogFiles open(Path file) throws IOException {
        LogFiles files = new LogFiles();
        try {
            for (int number = 0; number < MOST_FILES; number++) {
                Path path = number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
                if (Files.isRegularFile(path)) {
                    files.newestFirst.add(FileChannel.open(path, StandardOpenOption.READ));
                } else if (number > 0) {
                    break;
                }
            }
            if (files.newestFirst.isEmpty()) {
                throw new NoSuchFileException(
                        file.toString(), null, Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "not a file" : null);
            }
            return files;
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    int count() {
        return newestFirst.size();
    }

    long size(int file) throws IOException {
        return newestFirst.get(file).size();
    }

    /** Reads at {@code position} until the buffer is full or the file ends; returns the bytes read. */
    int read(int file, long position, ByteBuffer buffer) throws IOException {
        int total = 0;
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = newestFirst.get(file).read(buffer, position + total);
            total += Math.max(read, 0);
        }
        return total;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : newestFirst) {
            channel.close();
        }
    }
}
