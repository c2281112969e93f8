package io.fleethub.bench.fleet;

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./fleet up} on free ports and a data folder that goes when it is closed. What is known of it comes from {@code
 * ready.json} and from the folder of secrets. Thread-safe once it is started.
 */
public final class RunningFleet implements AutoCloseable {

    /** Given as the hub's setting it leaves the bridge out: broker and database are there for another consumer. */
    public static final Map<String, String> WITHOUT_BRIDGE = Map.of("fleet.bridge.broker-uri", "");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final List<String> PORTS = List.of("http", "https", "mqtt", "mqtts", "wss", "postgres");

    private final Process launcher;
    private final Path data;
    private final JsonNode ready;

    private RunningFleet(Process launcher, Path data, JsonNode ready) {
        this.launcher = launcher;
        this.data = data;
        this.ready = ready;
    }

    /** Starts it and waits until it is ready. */
    public static RunningFleet start(Map<String, String> hubSettings) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("fleet-bench");
        Path log = data.resolve("launcher.log");
        Path home = Path.of(System.getProperty("fleet.home", "")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(home.resolve("fleet").toString(), "up"));
        command.addAll(List.of("--data", data.toString()));
        PORTS.forEach(port -> command.addAll(List.of("--" + port + "-port", "0")));
        hubSettings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // ./fleet bench has built what was missing.
        builder.environment().put("FLEET_BUILD", "never");
        Process launcher = builder.start();
        // Whatever ends the benchmark ends its fleets: the launcher takes its children with it.
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::destroy, "bench-stop-fleet"));
        Path readyFile = data.resolve("ready.json");
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(readyFile)) {
            if (launcher.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > limit) {
                String output = Files.readString(log);
                stop(launcher, data);
                throw new IOException("the fleet did not start:\n" + output);
            }
        }
        return new RunningFleet(launcher, data, JSON.readTree(readyFile.toFile()));
    }

    public URI hub() {
        return URI.create(ready.get("hub").asText());
    }

    public URI mqtt() {
        return URI.create(ready.get("mqtt").asText());
    }

    public String adminEmail() {
        return ready.get("adminEmail").asText();
    }

    public String adminPassword() {
        return ready.get("adminPassword").asText();
    }

    /** One of broker, hub, postgres, as it runs now. */
    public ProcessHandle process(String name) {
        return ProcessHandle.of(pid(name)).orElseThrow(() -> new IllegalStateException("the " + name + " is gone"));
    }

    /** The file is written anew when a process was started again. */
    private long pid(String name) {
        try {
            return JSON.readTree(data.resolve("ready.json").toFile())
                    .at("/pids/" + name)
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database as {@code fleet_verifier}, password included. */
    public String verifierJdbc() {
        return ready.get("jdbc").asText();
    }

    /** The secret that the hub shows the broker. */
    public String hubSecret() throws IOException {
        return secret("hub-mqtt");
    }

    /** Where the database is, without user and password. */
    public String databaseUrl() {
        String url = ready.get("jdbc").asText();
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    public String superuserPassword() throws IOException {
        return secret("postgres");
    }

    /** A connection of the superuser: for tables of the benchmark's own, and to see through every policy. */
    public Connection superuser() throws SQLException, IOException {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("password", superuserPassword());
        properties.put("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(databaseUrl(), properties);
    }

    private String secret(String name) throws IOException {
        return Files.readString(data.resolve("secrets").resolve(name)).strip();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop(launcher, data);
    }

    private static void stop(Process launcher, Path data) throws IOException, InterruptedException {
        launcher.destroy();
        if (!launcher.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the fleet on " + data + " does not stop; its launcher is " + launcher.pid());
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
