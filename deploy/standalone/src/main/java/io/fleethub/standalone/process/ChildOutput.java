package io.fleethub.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One process's output: prefixed to the terminal, as it is to a capped file, its last lines kept for a failure's
 * explanation. One thread of its own reads; the others may ask.
 */
final class ChildOutput implements Runnable {
    private static final long CAP = 10L << 20;
    private static final int KEPT_LINES = 5;
    private static final int LONGEST_LINE = 16 << 10;

    private final String name;
    private final InputStream in;
    private final Path logFile;
    private final Consumer<String> terminal;
    private final Predicate<String> readyLine;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final Deque<String> last = new ArrayDeque<>();

    ChildOutput(String name, InputStream in, Path logFile, Consumer<String> terminal, Predicate<String> readyLine) {
        this.name = name;
        this.in = in;
        this.logFile = logFile;
        this.terminal = terminal;
        this.readyLine = readyLine;
    }

    boolean sawReadyLine() {
        return ready.get();
    }

    String lastLines() {
        synchronized (last) {
            return String.join(" | ", last);
        }
    }

    @Override
    public void run() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
                CappedLog log = new CappedLog(logFile, CAP)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line, log);
            }
        } catch (IOException e) {
            terminal.accept("fleet      | the output of " + name + " is lost: " + e.getMessage());
            drain();
        }
    }

    private void accept(String line, CappedLog log) throws IOException {
        synchronized (last) {
            if (!line.isBlank() && last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            if (!line.isBlank()) {
                last.addLast(line.strip());
            }
        }
        if (readyLine.test(line)) {
            ready.set(true);
        }
        terminal.accept("%-10s | %s".formatted(name, line));
        log.line(line);
    }

    /** A full pipe would block the child, so it is emptied even when there is nowhere to write. */
    private void drain() {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (IOException end) {
            terminal.accept("fleet      | no more output of " + name);
        }
    }
}
