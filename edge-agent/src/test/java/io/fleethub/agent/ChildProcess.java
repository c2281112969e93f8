package io.fleethub.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A JVM of its own whose output lines are kept; ended by the test, whatever happens. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildProcess(Process process, String readyPrefix) {
        this.process = process;
        Thread reader = new Thread(() -> read(readyPrefix), "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The agent's jar, with the JVM line that its unit and docs/reference/agent-configuration.md name. */
    static ChildProcess agent(Path config) {
        Path jar = Path.of(System.getProperty("fleet.root"), "edge-agent", "target", "edge-agent.jar");
        List<String> arguments = new ArrayList<>(List.of(
                "-Xms8m",
                "-Xmx20m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData"));
        arguments.addAll(List.of("-jar", jar.toString(), "--config", config.toString()));
        return java(arguments, Map.of(), "AGENT READY");
    }

    static ChildProcess java(List<String> arguments, Map<String, String> environment, String readyPrefix) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start(), readyPrefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String readyPrefix) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.startsWith(readyPrefix)) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e + ")");
        }
        ready.completeExceptionally(new IllegalStateException("ended before it was ready:\n" + output()));
    }

    String awaitReady() {
        return ready.orTimeout(60, TimeUnit.SECONDS).join();
    }

    String output() {
        return String.join("\n", lines);
    }

    int awaitExit() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still runs:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** As kill -15. */
    void terminate() {
        process.destroy();
        awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
