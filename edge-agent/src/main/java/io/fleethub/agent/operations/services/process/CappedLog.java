package io.fleethub.agent.operations.services.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a service's log file below a cap by moving its content on to {@code .1}, {@code .2} and so on.
 *
 * <p>The service holds the file open for appending, so it is copied and emptied, not renamed; a line written between
 * the two is lost. Between two looks the file may grow over the cap; what is kept of it is its end.
 * Used by one thread, the supervision's.
 */
final class CappedLog {

    private final Path file;
    private final long cap;
    private final int files;

    /** @param files how many there are at most, the one being written included */
    CappedLog(Path file, long cap, int files) {
        this.file = file;
        this.cap = cap;
        this.files = files;
    }

    void rotateIfFull() throws IOException {
        if (!Files.exists(file) || Files.size(file) < cap) {
            return;
        }
        for (int number = files - 1; number > 1; number--) {
            if (Files.exists(numbered(number - 1))) {
                Files.move(numbered(number - 1), numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (FileChannel live = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            copyEnd(live);
            live.truncate(0);
        }
    }

    private void copyEnd(FileChannel live) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + ".copying");
        try (FileChannel target = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            long position = Math.max(0, live.size() - cap);
            for (long sent = 1; sent > 0; position += sent) {
                sent = live.transferTo(position, cap, target);
            }
        }
        Files.move(copy, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
