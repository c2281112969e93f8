package io.fleethub.agent.telemetry.apps;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that an application writes, looked at before each sample. One that is not whole is looked at again the next
 * time, before anybody complains. Confined to the sampler's thread.
 */
final class AppMetricsFile {

    private final Path file;
    private final int maxBytes;
    private @Nullable Stamp known;
    private @Nullable Stamp halfWritten;

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    /** @param modified by the clock of the file system */
    record Content(Map<String, Object> metrics, FileTime modified) {}

    AppMetricsFile(Path file, int maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** What it holds when it changed since the last look. */
    Optional<Content> changed() throws RefusedMetricsException {
        Stamp now;
        try {
            now = stamp();
        } catch (NoSuchFileException e) {
            known = null;
            return Optional.empty();
        } catch (IOException e) {
            throw new RefusedMetricsException("", "cannot be read: " + e);
        }
        if (now.equals(known)) {
            return Optional.empty();
        }
        try {
            Content content = new Content(AppMetricsReader.read(bytes()), now.modified());
            known = now;
            return Optional.of(content);
        } catch (RefusedMetricsException e) {
            if (e.incomplete() && !now.equals(halfWritten)) {
                halfWritten = now;
                return Optional.empty();
            }
            known = now;
            throw e;
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is not a regular file"); // to read a pipe would hold all samples up
        }
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    private byte[] bytes() throws RefusedMetricsException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw RefusedMetricsException.unreadable("cannot be read: " + e);
        }
        if (bytes.length > maxBytes) {
            throw new RefusedMetricsException("", "has more than " + maxBytes + " bytes");
        }
        return bytes;
    }
}
