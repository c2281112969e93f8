package io.fleethub.agent.operations.tool;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program with fixed arguments, a time limit and a cap on what it may say; ends it by TERM, then KILL.
 *
 * <p>Thread-safe, without state. The calling thread waits and may be interrupted, which ends the program too; a daemon
 * thread a call reads the output, because reading from a pipe cannot be interrupted.
 */
public final class ToolRunner {

    /** Bytes of output kept by {@link #run(List, Duration)}. */
    public static final int TEXT_LIMIT = 256 * 1024;

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int BLOCK = 8192;

    /** Runs the program and keeps what it says as text. */
    public ToolOutput run(List<String> command, Duration limit) throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ToolResult result = run(command, limit, said, TEXT_LIMIT);
        return new ToolOutput(result, said.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs the program and copies at most {@code cap} bytes of its output; a program that says more is ended.
     *
     * @throws IOException when the program cannot be started or the output cannot be written
     */
    public ToolResult run(List<String> command, Duration limit, OutputStream output, long cap)
            throws IOException, InterruptedException {
        Process process = start(command);
        Copying copying = new Copying(process, output, cap);
        copying.begin();
        boolean ended;
        try {
            ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            end(process);
        }
        copying.finish();
        return new ToolResult(ended ? process.exitValue() : ToolResult.TIMED_OUT, copying.capped.get());
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        CleanEnvironment.apply(builder.environment());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        boolean gone = false;
        try {
            gone = process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!gone) {
                process.destroyForcibly();
            }
        }
    }

    /** The reading side of one run. */
    private static final class Copying {

        private final Process process;
        private final OutputStream output;
        private final long cap;
        private final AtomicBoolean capped = new AtomicBoolean();
        private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        private final Thread thread;

        Copying(Process process, OutputStream output, long cap) {
            this.process = process;
            this.output = output;
            this.cap = cap;
            this.thread = new Thread(this::copy, "tool-output");
            thread.setDaemon(true);
        }

        void begin() {
            thread.start();
        }

        /** Waits for the rest of the output; not for ever, because a grandchild may hold the pipe open. */
        void finish() throws IOException, InterruptedException {
            thread.join(GRACE.toMillis());
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        }

        private void copy() {
            byte[] block = new byte[BLOCK];
            long room = cap;
            try (InputStream input = process.getInputStream()) {
                for (int read = input.read(block); read >= 0; read = input.read(block)) {
                    output.write(block, 0, (int) Math.min(read, room));
                    room -= Math.min(read, room);
                    if (room == 0) {
                        capped.set(true);
                        process.destroy();
                        return;
                    }
                }
            } catch (IOException e) {
                failure.set(e);
                process.destroy();
            }
        }
    }
}
