package io.fleethub.hub.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Judges the gzip stream of a log. Stateless. */
final class LogText {

    private static final int BUFFER = 64 * 1024;

    /** What a stream is. */
    sealed interface Judgement {

        record Whole(long lines, long bytes) implements Judgement {}

        record Broken(String why) implements Judgement {}
    }

    private LogText() {}

    /**
     * Reads the stream to its end.
     *
     * @param sha256 as the node announced it
     * @param maxBytes of the text
     */
    static Judgement judge(InputStream gzip, String sha256, long maxBytes) {
        MessageDigest digest = sha256();
        DigestInputStream raw = new DigestInputStream(gzip, digest);
        Counter counter = new Counter(maxBytes);
        try (raw;
                GZIPInputStream text = new GZIPInputStream(raw, BUFFER)) {
            text.transferTo(counter);
            raw.transferTo(OutputStream.nullOutputStream()); // what follows the last member belongs to the hash
        } catch (IOException e) {
            return new Judgement.Broken(String.valueOf(e.getMessage()));
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        return actual.equals(sha256)
                ? new Judgement.Whole(counter.lines(), counter.bytes)
                : new Judgement.Broken("its SHA-256 is " + actual);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Counts instead of keeping. */
    private static final class Counter extends OutputStream {

        private final long maxBytes;
        private long bytes;
        private long newlines;
        private int last = '\n';

        Counter(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** A last line without its newline is a line. */
        long lines() {
            return last == '\n' ? newlines : newlines + 1;
        }

        @Override
        public void write(int value) throws IOException {
            bytes++;
            if (bytes > maxBytes) {
                throw new IOException("its text is longer than " + maxBytes + " bytes");
            }
            newlines += value == '\n' ? 1 : 0;
            last = value;
        }

        @Override
        public void write(byte[] values, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                write(values[i]);
            }
        }
    }
}
