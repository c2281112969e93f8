package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the streams that were fetched, on disk, for as long as a repeated request may ask for them.
 *
 * <p>A stream gets its name when it is complete and synced. Used by one thread, the command worker.
 */
final class LogSpool {

    private static final int MOST_STREAMS = 8;

    private final Path folder;
    private final long cap;
    private final Duration keep;
    private final Clock clock;

    /**
     * @param cap greatest size of one stream in bytes
     * @param keep for how long a stream is kept
     */
    LogSpool(Path folder, long cap, Duration keep, Clock clock) {
        this.folder = folder;
        this.cap = cap;
        this.keep = keep;
        this.clock = clock;
    }

    Path folder() {
        return folder;
    }

    /** Writes the chosen lines, oldest first; when they do not fit under the cap, as many of the newest as do. */
    SpooledLog write(String key, LogFiles files, LineSpans lines) throws IOException, InterruptedException {
        prune();
        Files.createDirectories(folder);
        Path part = folder.resolve(key + ".part");
        int count = lines.count();
        boolean cut = false;
        GzipLines written = writeNewest(part, files, lines, count);
        while (written.full()) {
            cut = true;
            count = Math.max(1, (int) Math.min(count - 1L, written.lines() * 95L / 100));
            written = writeNewest(part, files, lines, count);
        }
        Files.move(part, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new SpooledLog(written.lines(), written.bytes(), written.sha256(), cut || written.shortened());
    }

    boolean holds(String key) {
        return Files.isRegularFile(file(key));
    }

    long size(String key) throws IOException {
        return Files.size(file(key));
    }

    /** The bytes of one slice; fewer at the stream's end. */
    byte[] slice(String key, long position, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file(key), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, channel.size() - position));
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = channel.read(buffer, position + buffer.position());
            }
            return buffer.array();
        }
    }

    /** Deletes what is too old, and the oldest when there are too many. */
    void prune() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant oldest = clock.instant().minus(keep);
        List<Path> newestFirst;
        try (Stream<Path> all = Files.list(folder)) {
            newestFirst = all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(LogSpool::modified).reversed())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (int i = 0; i < newestFirst.size(); i++) {
            if (i >= MOST_STREAMS - 1 || modified(newestFirst.get(i)).isBefore(oldest)) {
                Files.deleteIfExists(newestFirst.get(i));
            }
        }
    }

    private GzipLines writeNewest(Path part, LogFiles files, LineSpans lines, int count)
            throws IOException, InterruptedException {
        try (OutputStream output = Files.newOutputStream(part)) {
            GzipLines gzip = new GzipLines(files, output, cap);
            gzip.write(lines, count);
            sync(part);
            return gzip;
        }
    }

    private static void sync(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".gz");
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
