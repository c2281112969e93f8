package io.fleethub.agent.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest number that was given out, in a file of its own beside the database: when the database is put back to an
 * earlier state, this one usually is not. Written after each commit and never synced, so it may lag behind, which only
 * means that less is noticed. Confined to the database's thread.
 */
final class HighWater {

    private static final Logger LOG = LoggerFactory.getLogger(HighWater.class);

    private final Path file;
    private String streamId = "";
    private long lastSeq;

    HighWater(Path file) {
        this.file = file;
    }

    /** Whether that number is lower than one that was given out in the same stream. */
    boolean isAbove(String stream, long seq) {
        try {
            String[] parts = Files.readString(file).strip().split(" ", -1);
            return parts.length == 2 && parts[0].equals(stream) && Long.parseLong(parts[1]) > seq;
        } catch (IOException | NumberFormatException e) {
            return false; // there is none yet, or it says nothing
        }
    }

    void raise(String stream, long seq) {
        if (stream.equals(streamId) && seq <= lastSeq) {
            return;
        }
        streamId = stream;
        lastSeq = seq;
        byte[] line = "%s %019d%n".formatted(stream, seq).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(line), 0);
        } catch (IOException e) {
            LOG.debug("event=outbox.high_water_not_written detail=\"{}\"", e.toString());
        }
    }
}
