package io.fleethub.agent.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only takes room, given up when the disk is full: SQLite needs some to make room, and so does the start of
 * an agent. Made again when there is plenty. Confined to one thread at a time.
 */
public final class DiskReserve {

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);
    private static final int BYTES = 2 << 20;
    private static final String NAME = "agent.reserve";

    private final Path directory;
    private final Path file;
    private final int bytes;

    public DiskReserve(Path directory) {
        this(directory, BYTES);
    }

    public DiskReserve(Path directory, int bytes) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.bytes = bytes;
    }

    /** What others could still write here. */
    public long usable() {
        return directory.toFile().getUsableSpace();
    }

    /** Gives the room away when there is hardly any other. */
    public void releaseIfFull() {
        if (usable() < bytes) {
            release();
        }
    }

    public void release() {
        try {
            if (Files.deleteIfExists(file)) {
                LOG.warn("event=disk.reserve_released bytes={}", bytes);
            }
        } catch (IOException e) {
            LOG.warn("event=disk.reserve_not_released detail=\"{}\"", e.toString());
        }
    }

    /** Takes the room again, if it is not taken and nobody would miss it. */
    public void restore() {
        if (Files.exists(file) || usable() < 2L * bytes) {
            return;
        }
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        } catch (IOException e) {
            LOG.warn("event=disk.reserve_not_made detail=\"{}\"", e.toString());
            release();
        }
    }
}
