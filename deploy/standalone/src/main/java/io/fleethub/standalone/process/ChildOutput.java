package io.fleethub.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One process's output: prefixed to the terminal, as it is to a capped file. Its last lines are kept for a failure's
 * explanation, and the lines by which a process says that it is READY are remembered. One thread of its own reads;
 * others may ask.
 */
final class ChildOutput implements Runnable {
    private static final long CAP = 10L << 20;
    private static final int KEPT_LINES = 5;
    private static final Pattern STACK_FRAME = Pattern.compile("at [\\w.$/]+\\(|\\.\\.\\. \\d+ more");
    private static final int LONGEST_LINE = 16 << 10;

    private final String name;
    private final InputStream in;
    private final Path logFile;
    private final Terminal terminal;
    private final Set<String> readyLines = ConcurrentHashMap.newKeySet();
    private final Deque<String> last = new ArrayDeque<>();

    ChildOutput(String name, InputStream in, Path logFile, Terminal terminal) {
        this.name = name;
        this.in = in;
        this.logFile = logFile;
        this.terminal = terminal;
    }

    boolean hasPrinted(String beginning) {
        return readyLines.stream().anyMatch(line -> line.startsWith(beginning));
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
            terminal.say("the output of " + name + " is no longer kept: " + e.getMessage());
            drain();
        }
    }

    private void accept(String line, CappedLog log) throws IOException {
        String text = line.strip();
        if (!text.isEmpty() && !STACK_FRAME.matcher(text).lookingAt()) {
            keep(text);
        }
        if (line.contains(" READY") && readyLines.size() < KEPT_LINES) {
            readyLines.add(line);
        }
        terminal.line("%-10s | %s".formatted(name, line));
        log.line(line);
    }

    private void keep(String line) {
        synchronized (last) {
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.addLast(line);
        }
    }

    /** A full pipe would block the child, so it is emptied even when there is nowhere to write. */
    private void drain() {
        try {
            while (in.skip(Long.MAX_VALUE) > 0 || in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException end) {
            terminal.say("no more output of " + name);
        }
    }
}
