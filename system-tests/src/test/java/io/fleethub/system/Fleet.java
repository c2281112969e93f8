package io.fleethub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A running fleet, started by the front door as a user would: {@code ./fleet demo} with a data folder of its own and any
 * free ports. Everything the tests know of it they read from {@code ready.json}. One test thread uses it at a time.
 */
final class Fleet implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("fleet.root"));
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Process launcher;
    private final Path data;
    private final Path output;

    private Fleet(Process launcher, Path data, Path output) {
        this.launcher = launcher;
        this.data = data;
        this.output = output;
    }

    /** Starts {@code ./fleet demo} on {@code data} and waits for its READY line. */
    static Fleet demo(Path data, String... options) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("fleet").toString(), "demo"));
        command.addAll(List.of("--data", data.toString()));
        for (String port : List.of("http", "https", "mqtt", "mqtts", "wss", "postgres")) {
            command.addAll(List.of("--" + port + "-port", "0"));
        }
        command.addAll(List.of(options));
        return start(command, data);
    }

    /** Starts {@code ./fleet up}, where it listened before, or on free ports at the first time. */
    static Fleet up(Path data, List<String> ports) {
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve("fleet").toString(), "up", "--data", data.toString(), "--offline-after", "PT20S"));
        if (ports.isEmpty()) {
            for (String port : List.of("http", "https", "mqtt", "mqtts", "wss", "postgres")) {
                command.addAll(List.of("--" + port + "-port", "0"));
            }
        }
        command.addAll(ports);
        return start(command, data);
    }

    /** The options with which it would listen here again. */
    List<String> portOptions() {
        List<String> options = new ArrayList<>(List.of("--https-port", "0"));
        for (String listener : List.of("mqtt", "mqtts", "wss")) {
            options.addAll(List.of(
                    "--" + listener + "-port", Integer.toString(uri(listener).getPort())));
        }
        options.addAll(List.of("--http-port", Integer.toString(uri("hub").getPort())));
        URI database = URI.create(ready().get("jdbc").asText().substring("jdbc:".length()));
        options.addAll(List.of("--postgres-port", Integer.toString(database.getPort())));
        return options;
    }

    private static Fleet start(List<String> command, Path data) {
        try {
            Path output = Files.createTempFile("fleet", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Fleet fleet = new Fleet(process, data, output);
            fleet.awaitReady();
            return fleet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        Awaitility.await("the READY line")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !launcher.isAlive() || readyLine() != null);
        if (!launcher.isAlive()) {
            throw new AssertionError("the launcher ended with " + launcher.exitValue() + ":\n" + output());
        }
    }

    /** The line that begins with READY, or null before it is printed. */
    String readyLine() {
        return output().lines()
                .filter(line -> line.startsWith("READY"))
                .findFirst()
                .orElse(null);
    }

    /** Everything the launcher and its children have printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return data;
    }

    JsonNode ready() {
        try {
            return JSON.readTree(data.resolve("ready.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String key) {
        return URI.create(ready().get(key).asText());
    }

    ProcessHandle process(String name) {
        return ProcessHandle.of(ready().get("pids").get(name).asLong()).orElseThrow();
    }

    List<String> nodeIds() {
        List<String> ids = new ArrayList<>();
        ready().get("nodes").forEach(node -> ids.add(node.get("nodeId").asText()));
        return ids;
    }

    /** A REST client that is signed in as the first administrator. */
    Rest admin() {
        JsonNode ready = ready();
        return Rest.signIn(
                uri("hub"),
                ready.get("adminEmail").asText(),
                ready.get("adminPassword").asText());
    }

    /** A connection of the read-only verifier, which sees all rows. */
    Connection sql() throws SQLException {
        return DriverManager.getConnection(ready().get("jdbc").asText());
    }

    /** Sends one signal to one process, as {@code kill -NAME PID}. */
    static void signal(String name, long pid) {
        Shell.run("kill", "-" + name, Long.toString(pid)).orFail();
    }

    /** Asks the launcher to stop, as Ctrl-C does, and waits until it and all it started are gone. */
    @Override
    public void close() {
        List<ProcessHandle> family = launcher.descendants().toList();
        launcher.destroy();
        try {
            if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the launcher did not stop within 60 s:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Awaitility.await("every process of the fleet ends")
                .atMost(Duration.ofSeconds(20))
                .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }
}
