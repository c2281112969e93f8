package io.fleethub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to the agent's jar as a process with a service of its own, over the broker's distribution. */
class CommandsIT {

    private static final AtomicInteger NODES = new AtomicInteger();

    @TempDir
    static Path shared;

    private static BrokerProcess broker;

    @TempDir
    Path directory;

    private final NodeId node = new NodeId(BrokerProcess.nodeId(NODES.getAndIncrement()));
    private CommandingHub hub;
    private ChildProcess agent;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new BrokerProcess(shared, TestKeys.make(shared, "broker", "dns:localhost,ip:127.0.0.1"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startAll() throws Exception {
        hub = new CommandingHub(broker.mqttPort);
        hub.writeKeys(directory.resolve("keys.json"));
        writeConfig();
        startAgent();
    }

    @AfterEach
    void stopAll() {
        agent.terminate();
        hub.close();
    }

    @Test
    void pingIsAnsweredInOrder() throws Exception {
        CommandRequest ping = hub.request("PING", JsonNodeFactory.instance.objectNode());

        hub.send(node, ping);

        eventually(() -> assertThat(hub.updatesOf(ping))
                .extracting(CommandUpdate::status)
                .containsExactly(UpdateStatus.RECEIVED, UpdateStatus.IN_PROGRESS, UpdateStatus.SUCCEEDED));
    }

    @Test
    void restartTurnsOneRealProcessIntoAnother() throws Exception {
        long before = pidByStatus();

        JsonNode restarted = result(carriedOut("RESTART", "service", "demo"));

        long after = pidByStatus();
        assertThat(restarted.get("pidBefore").longValue()).isEqualTo(before);
        assertThat(restarted.get("pidAfter").longValue()).isEqualTo(after).isNotEqualTo(before);
        assertThat(ProcessHandle.of(after)).isPresent();
        assertThat(Files.exists(Path.of("/proc/" + before + "/fd"))).isFalse();
    }

    @Test
    void theServicesLastLinesAreFetched() throws Exception {
        eventually(() -> assertThat(starts()).isEqualTo(1));

        CommandRequest fetch = carriedOut("FETCH_LOGS", "source", "demo");

        List<LogChunk> chunks = chunksOf(fetch);
        assertThat(text(chunks)).startsWith("started ");
        assertThat(result(fetch).get("sha256").textValue())
                .isEqualTo(chunks.get(0).sha256());
    }

    @Test
    void aHundredThousandLinesFitThroughASmallHeap() throws Exception {
        Random random = new Random(31);
        try (var log = Files.newBufferedWriter(directory.resolve("big.log"))) {
            for (int i = 0; i < 120_000; i++) {
                log.write(i + " " + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "\n");
            }
        }
        ObjectNode parameters =
                JsonNodeFactory.instance.objectNode().put("source", "big").put("lines", 100_000);
        CommandRequest fetch = hub.request("FETCH_LOGS", parameters);

        hub.send(node, fetch);

        eventually(() -> assertThat(last(fetch).status()).isEqualTo(UpdateStatus.SUCCEEDED));
        List<LogChunk> chunks = chunksOf(fetch);
        assertThat(chunks).hasSizeGreaterThan(30);
        assertThat(text(chunks)).isEqualTo(end(directory.resolve("big.log"), 100_000));
    }

    @Test
    void aForgedCommandIsRefusedAndDoesNothing() throws Exception {
        long before = pidByStatus();
        CommandRequest forged =
                hub.request("RESTART", JsonNodeFactory.instance.objectNode().put("service", "demo"));

        hub.sendForged(node, forged);

        eventually(() -> assertThat(hub.updatesOf(forged)).hasSize(1));
        assertThat(last(forged).status()).isEqualTo(UpdateStatus.REJECTED);
        assertThat(last(forged).reason().code()).isEqualTo(ReasonCode.BAD_SIGNATURE.name());
        assertThat(pidByStatus()).isEqualTo(before);
    }

    @Test
    void killedAtAnyMomentARestartTakesEffectExactlyOnce() throws Exception {
        Random random = new Random(29);
        eventually(() -> assertThat(starts()).isEqualTo(1));
        for (int round = 1; round <= 4; round++) {
            int restarts = round;
            CommandRequest restart =
                    hub.request("RESTART", JsonNodeFactory.instance.objectNode().put("service", "demo"));
            hub.send(node, restart);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
            agent.kill();
            startAgent();

            // After a birth the hub sends what has not ended, the same attempt.
            hub.send(node, restart);

            eventually(() -> assertThat(last(restart).status()).isEqualTo(UpdateStatus.SUCCEEDED));
            eventually(() -> assertThat(starts()).isEqualTo(1 + restarts));
        }
    }

    private CommandRequest carriedOut(String operation, String parameter, String value) throws Exception {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put(parameter, value);
        CommandRequest request = hub.request(operation, parameters);
        hub.send(node, request);
        eventually(() -> assertThat(last(request).status()).isEqualTo(UpdateStatus.SUCCEEDED));
        return request;
    }

    /** All chunks of the fetch: the broker keeps no order between two topics, so the result may come before the last. */
    private List<LogChunk> chunksOf(CommandRequest fetch) {
        eventually(() -> assertThat(hub.chunksOf(fetch))
                .hasSize(hub.chunksOf(fetch).stream()
                        .findFirst()
                        .map(LogChunk::total)
                        .orElse(-1)));
        return hub.chunksOf(fetch);
    }

    private CommandUpdate last(CommandRequest request) {
        List<CommandUpdate> updates = hub.updatesOf(request);
        assertThat(updates).isNotEmpty();
        return updates.get(updates.size() - 1);
    }

    private JsonNode result(CommandRequest request) {
        return last(request).result();
    }

    private long pidByStatus() throws Exception {
        return result(carriedOut("SERVICE_STATUS", "service", "demo"))
                .at("/services/0/pid")
                .longValue();
    }

    /** How often the service was started, in its own words. */
    private long starts() throws IOException {
        try (var lines = Files.lines(directory.resolve("demo.log"))) {
            return lines.filter(line -> line.startsWith("started ")).count();
        }
    }

    private static String end(Path log, int lines) throws IOException {
        List<String> all = Files.readAllLines(log);
        return String.join("\n", all.subList(all.size() - lines, all.size())) + "\n";
    }

    private static String text(List<LogChunk> chunks) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        chunks.stream()
                .sorted(Comparator.comparingInt(LogChunk::index))
                .forEach(chunk -> stream.writeBytes(chunk.slice()));
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stream.toByteArray()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void eventually(ThrowingRunnable condition) {
        try {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\nThe agent said:\n" + agent.output(), e);
        }
    }

    private void startAgent() {
        int before = hub.births();
        agent = ChildProcess.agent(directory.resolve("agent.json"));
        agent.awaitReady();
        eventually(() -> assertThat(hub.births()).isGreaterThan(before));
    }

    private void writeConfig() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), BrokerProcess.NODE_SECRET.value());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("agent.json"), """
                {
                  "nodeId": "%s", "brokerUri": "mqtt://127.0.0.1:%d", "secretFile": "secret",
                  "commandKeysFile": "keys.json", "dataDirectory": "data",
                  "connection": {"backOffInitial": "PT0.1S", "backOffAtMost": "PT1S"},
                  "services": [{"name": "demo", "manager": "process", "logFile": "demo.log",
                                "command": ["sh", "-c", "echo started $$; exec sleep 1000"]}],
                  "logSources": [{"name": "big", "file": "big.log"}]
                }
                """.formatted(node, broker.mqttPort));
    }
}
