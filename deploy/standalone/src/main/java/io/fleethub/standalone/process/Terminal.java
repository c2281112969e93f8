package io.fleethub.standalone.process;

import java.io.PrintStream;

/** The launcher's own standard output: whole lines, from any thread. */
public final class Terminal {
    private final PrintStream out;

    public Terminal(PrintStream out) {
        this.out = out;
    }

    /** A line of the launcher itself, beside those of its children. */
    public void say(String line) {
        line("%-10s | %s".formatted("fleet", line));
    }

    /** A line as it is. */
    public synchronized void line(String line) {
        out.println(line);
        out.flush();
    }
}
