package io.fleethub.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log file with its predecessor, together at most twice the cap. For one writing thread. */
final class CappedLog implements AutoCloseable {
    private final Path file;
    private final long cap;
    private OutputStream out;
    private long size;

    CappedLog(Path file, long cap) throws IOException {
        this.file = file;
        this.cap = cap;
        this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.size = Files.size(file);
    }

    void line(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        if (size > 0 && size + bytes.length > cap) {
            out.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
            out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size = 0;
        }
        out.write(bytes);
        size += bytes.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
