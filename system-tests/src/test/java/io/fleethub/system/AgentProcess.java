package io.fleethub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One real agent, run by its jar in a folder of its own, beside those of the fleet, so that a test may do to it what no
 * launcher should repair. One test thread uses it.
 */
final class AgentProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JAR =
            Path.of(System.getProperty("fleet.root")).resolve("edge-agent/target/edge-agent.jar");
    /** The JVM line of the agent's unit file: its memory is part of what is tested. */
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms8m",
            "-Xmx20m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData");

    private final String nodeId;
    private final Path folder;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> prefix = List.of();
    private Process process;

    private AgentProcess(String nodeId, Path folder) {
        this.nodeId = nodeId;
        this.folder = folder;
    }

    /** Registers the node and writes what its agent needs; fast pulses, so that a test need not wait for them. */
    static AgentProcess register(Fleet fleet, String nodeId, Path folder) {
        JsonNode registered = fleet.admin().register(nodeId);
        AgentProcess agent = new AgentProcess(nodeId, folder);
        agent.write("secret", registered.get("secret").asText());
        agent.write("command-keys.json", registered.get("commandKeys").toString());
        agent.with("brokerUri", fleet.uri("mqtt").toString());
        return agent;
    }

    /** The same node with the same secret, as a second installation somewhere else has it. */
    AgentProcess twin(Path otherFolder) {
        AgentProcess twin = new AgentProcess(nodeId, otherFolder);
        try {
            for (String file : List.of("secret", "command-keys.json")) {
                twin.write(file, Files.readString(folder.resolve(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        twin.config.putAll(config);
        return twin;
    }

    /** Any key of the agent's configuration. */
    AgentProcess with(String key, Object value) {
        config.put(key, value);
        return this;
    }

    /** Leaves out a key that is given otherwise. */
    AgentProcess without(String key) {
        config.put(key, null);
        return this;
    }

    /** Over TLS to this host, under which the demo fleet's certificate must know it. */
    AgentProcess over(Fleet fleet, String host) {
        URI mqtts = fleet.uri("mqtts");
        return with("brokerUri", "mqtts://" + host + ":" + mqtts.getPort())
                .with("brokerCaFile", fleet.data().resolve("pki/ca.crt").toString());
    }

    /** A program that runs the agent, such as one that enters a namespace; it must become the agent's process. */
    AgentProcess through(List<String> program) {
        prefix = program;
        return this;
    }

    AgentProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    AgentProcess start() {
        launch();
        Awaitility.await("agent " + nodeId + " is ready")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || readyLines() == starts());
        if (!process.isAlive()) {
            throw new AssertionError("the agent ended with " + process.exitValue() + ":\n" + log());
        }
        return this;
    }

    private void launch() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("nodeId", nodeId);
        all.put("secretFile", folder.resolve("secret").toString());
        all.put("commandKeysFile", folder.resolve("command-keys.json").toString());
        all.put("dataDirectory", data().toString());
        all.put("heartbeatInterval", "PT1S");
        all.put("sampleInterval", "PT0.5S");
        all.put(
                "connection",
                Map.of(
                        "keepAlive",
                        "PT2S",
                        "connectTimeout",
                        "PT5S",
                        "backOffInitial",
                        "PT0.2S",
                        "backOffAtMost",
                        "PT2S"));
        all.put("outbox", Map.of("resendAfter", "PT3S", "resendAtMost", "PT6S", "askEvery", "PT1S"));
        all.putAll(config);
        all.values().removeIf(Objects::isNull);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JAVA);
        command.addAll(List.of("-jar", JAR.toString(), "--config", "agent.json"));
        try {
            write("agent.json", JSON.writeValueAsString(all));
            write("starts", Integer.toString(starts() + 1));
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int starts() {
        Path file = folder.resolve("starts");
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long readyLines() {
        return log().lines().filter(line -> line.startsWith("AGENT READY")).count();
    }

    private void write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nodeId() {
        return nodeId;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The agent's data directory. */
    Path data() {
        return folder.resolve("data");
    }

    private Path logFile() {
        return folder.resolve("agent.log");
    }

    /** All that it has printed, over all its starts. */
    String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long logged(String event) {
        return log().lines().filter(line -> line.contains("event=" + event)).count();
    }

    /** As a power cut ends it. */
    void kill() {
        process.destroyForcibly();
        await("is killed");
    }

    /** As its service manager ends it. */
    void stop() {
        process.destroy();
        await("stops");
    }

    private void await(String what) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("agent " + nodeId + " does not end when it " + what + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
