package io.fleethub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReport.ErrorEntry;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's process does when its disk is full, its database breaks or goes back in time. */
class AgentStorageIT {

    private static final AtomicInteger NODES = new AtomicInteger();

    @TempDir
    static Path shared;

    private static BrokerProcess broker;

    @TempDir
    Path directory;

    private final String nodeId = BrokerProcess.nodeId(NODES.getAndIncrement());
    private Path data;
    private AgentSettings settings;
    private ScriptedHub hub;
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
    void startHub() throws Exception {
        data = directory.resolve("data");
        settings = new AgentSettings(directory, data);
        hub = new ScriptedHub(broker.mqttPort);
        hub.says(HubStatus.State.ONLINE);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
        hub.close();
    }

    @Test
    void staysAliveOnAFullDiskAndLosesNothingThatFitsIntoMemory() throws Exception {
        try (SmallDisk disk = new SmallDisk(data, 16)) {
            startAgent();
            eventually(() -> assertThat(committed()).hasSizeGreaterThan(3));
            String onDisk = lastStatus().outbox().streamId();

            fillUntilReported(disk);
            int before = committed().size();
            eventually(() -> assertThat(committed()).hasSizeGreaterThan(before + 5));
            disk.makeRoom();

            eventually(() -> assertThat(lastStatus().outbox().streamId()).isEqualTo(onDisk));
            int after = committed().size();
            eventually(() -> assertThat(committed()).hasSizeGreaterThan(after + 3));
            assertThat(lastStatus().outbox().dropped()).isZero();
            assertThat(committed()).extracting(TelemetryReport::uptimeMs).doesNotHaveDuplicates();
            assertThat(hub.committedStreams(nodeId)).hasSize(2);
            assertThat(hub.conflicts()).isEmpty();
            agent.kill();
        }
    }

    @Test
    void startsOnADiskThatIsFull() throws Exception {
        try (SmallDisk disk = new SmallDisk(data, 16)) {
            startAgent();
            eventually(() -> assertThat(data.resolve("agent.reserve")).exists());
            disk.fill();
            agent.kill();

            startAgent();

            eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(2));
            agent.kill();
        }
    }

    @Test
    void beginsAnewWhenItsDatabaseBreaksInTheMiddle() throws Exception {
        startAgent();
        eventually(() -> assertThat(committed()).hasSizeGreaterThan(3));
        String first = lastStatus().storageId();

        breakDatabase();

        eventually(() -> assertThat(lastStatus().storageId()).isNotEqualTo(first));
        eventually(() -> assertThat(hub.committedStreams(nodeId)).hasSize(2));
        eventually(() -> assertThat(errors()).contains("DATABASE_CORRUPT"));
        assertThat(hub.conflicts()).isEmpty();
        assertThat(Files.list(data).map(Path::toString)).anyMatch(name -> name.contains("agent.db.corrupt-"));
    }

    @Test
    void losesNothingWhenItsDatabaseGoesBackInTime() throws Exception {
        startAgent();
        eventually(() -> assertThat(committed()).hasSizeGreaterThan(3));
        agent.terminate();
        Files.copy(data.resolve("agent.db"), directory.resolve("earlier.db"));
        startAgent();
        int before = committed().size();
        eventually(() -> assertThat(committed()).hasSizeGreaterThan(before + 10));
        agent.kill();
        int all = committed().size();
        Files.deleteIfExists(data.resolve("agent.db-wal"));
        Files.deleteIfExists(data.resolve("agent.db-shm"));
        Files.move(directory.resolve("earlier.db"), data.resolve("agent.db"), StandardCopyOption.REPLACE_EXISTING);

        startAgent();

        eventually(() -> assertThat(hub.committedStreams(nodeId)).hasSize(2));
        eventually(() -> assertThat(committed()).hasSizeGreaterThan(all + 10));
        eventually(() -> assertThat(errors()).contains("OUTBOX_RENUMBERED"));
        assertThat(hub.conflicts()).isEmpty();
        assertThat(committed()).extracting(TelemetryReport::uptimeMs).doesNotHaveDuplicates();
    }

    private void fillUntilReported(SmallDisk disk) throws IOException {
        disk.fill();
        eventually(() -> assertThat(errors()).contains("DISK_FULL"));
    }

    private List<String> errors() {
        return lastStatus().errors().latest().stream().map(ErrorEntry::code).toList();
    }

    private List<TelemetryReport> committed() {
        return hub.committedStreams(nodeId).values().stream()
                .map(stream -> stream.values())
                .flatMap(Collection::stream)
                .toList();
    }

    private StatusReport lastStatus() {
        List<StatusReport> statuses = hub.statusesOf(nodeId).stream()
                .filter(status -> status.outbox() != null)
                .toList();
        return statuses.get(statuses.size() - 1);
    }

    /** Writes noise over the file and its log behind the agent's back. */
    private void breakDatabase() throws IOException {
        for (String name : List.of("agent.db", "agent.db-wal")) {
            try (FileChannel channel = FileChannel.open(data.resolve(name), StandardOpenOption.WRITE)) {
                byte[] noise = new byte[(int) channel.size()];
                Arrays.fill(noise, (byte) 0x5A);
                channel.write(ByteBuffer.wrap(noise), 0);
            }
        }
    }

    private void startAgent() throws IOException {
        agent = ChildProcess.agent(settings.write(nodeId, "mqtt://127.0.0.1:" + broker.mqttPort, ""));
        agent.awaitReady();
    }

    private static void eventually(ThrowingRunnable condition) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(condition);
    }
}
