package io.fleethub.simulator;

import io.fleethub.schemas.NodeId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the nodes made and what they forgot, as text that needs none of this code to be read; thread-safe. A line is
 *
 * <pre>
 * N index nodeId streamId             a node and its stream; the other lines name it by its index
 * S index firstSeq hash hash …        reports made, one after the other; "!" for one that the hub has to refuse
 * F index fromSeq toSeq               reports forgotten, because the hub said that it has them
 * B index sha256                      a poisonous message that the broker has acknowledged
 * </pre>
 *
 * <p>The hash is described in docs/reference/verifier.md. An S line is written before its reports are published.
 */
final class Journal implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final Path file;
    private final BufferedWriter out;

    Journal(Path file) {
        this.file = file;
        try {
            this.out = new BufferedWriter(Files.newBufferedWriter(file, StandardCharsets.US_ASCII), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    Path file() {
        return file;
    }

    void node(int index, NodeId node, String streamId) {
        line("N " + index + ' ' + node + ' ' + streamId);
    }

    void made(int index, long firstSeq, CharSequence hashes) {
        line("S " + index + ' ' + firstSeq + hashes);
    }

    void forgotten(int index, long from, long to) {
        line("F " + index + ' ' + from + ' ' + to);
    }

    void bad(int index, String sha256) {
        line("B " + index + ' ' + sha256);
    }

    private synchronized void line(String line) {
        try {
            out.write(line);
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Brings what was written so far to the file, so that it can be read while the nodes go on. */
    synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
