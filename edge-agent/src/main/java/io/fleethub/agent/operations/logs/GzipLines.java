package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Writes lines of log files as one gzip stream, until the stream would grow over its cap.
 *
 * <p>Used once, by one thread.
 */
final class GzipLines {

    // What the compressor may still hold back when the count of written bytes is looked at.
    private static final int HELD_BACK = 2 * LineSelector.LONGEST_LINE;

    private final LogFiles files;
    private final Counting counting;
    private final MessageDigest digest;
    private final long cap;
    private final byte[] line = new byte[LineSelector.LONGEST_LINE + 1];
    private int lines;
    private long bytes;
    private boolean full;
    private boolean shortened;

    GzipLines(LogFiles files, OutputStream output, long cap) {
        this.files = files;
        this.counting = new Counting(output);
        this.digest = sha256Digest();
        this.cap = cap;
    }

    /** Writes the newest {@code count} of the chosen lines, oldest first. */
    void write(LineSpans chosen, int count) throws IOException, InterruptedException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(new DigestOutputStream(counting, digest))) {
            for (int i = count - 1; i >= 0 && !full; i--) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while copying a log");
                }
                copy(chosen, i, gzip);
                full = i > 0 && counting.bytes + HELD_BACK > cap;
            }
        }
    }

    private void copy(LineSpans chosen, int index, OutputStream gzip) throws IOException {
        int length = Math.min(chosen.length(index), LineSelector.LONGEST_LINE);
        int read = files.read(chosen.file(index), chosen.start(index), ByteBuffer.wrap(line, 0, length));
        // Less than asked: the file was emptied by a rotation meanwhile.
        shortened |= chosen.length(index) > length || read < length;
        line[read] = '\n';
        gzip.write(line, 0, read + 1);
        lines++;
        bytes += read + 1;
    }

    int lines() {
        return lines;
    }

    /** Of the text, before it was compressed. */
    long bytes() {
        return bytes;
    }

    /** Whether it was left before the last line, because the cap was near. */
    boolean full() {
        return full;
    }

    boolean shortened() {
        return shortened;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static final class Counting extends OutputStream {

        private final OutputStream output;
        private long bytes;

        Counting(OutputStream output) {
            this.output = output;
        }

        @Override
        public void write(int b) throws IOException {
            output.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] block, int offset, int length) throws IOException {
            output.write(block, offset, length);
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            output.flush();
        }
    }
}
