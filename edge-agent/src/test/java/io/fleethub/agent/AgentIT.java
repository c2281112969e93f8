package io.fleethub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.outbox.BacklogMaker;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's jar as a process, against the broker's distribution as a process, and a hub that the test scripts. */
class AgentIT {

    private static final int BACKLOG = 20_000;
    private static final AtomicInteger NODES = new AtomicInteger();

    @TempDir
    static Path shared;

    private static TestKeys keys;
    private static BrokerProcess broker;

    @TempDir
    Path directory;

    private final String nodeId = BrokerProcess.nodeId(NODES.getAndIncrement());
    private ScriptedHub hub;
    private ChildProcess agent;

    @BeforeAll
    static void startBroker() throws Exception {
        keys = TestKeys.make(shared, "broker", "dns:localhost,ip:127.0.0.1");
        broker = new BrokerProcess(shared, keys);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startHub() throws Exception {
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

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqtts", "wss"})
    void announcesItselfOverEveryKindOfConnection(String scheme) throws Exception {
        startAgent(config(uri(scheme), BrokerProcess.NODE_SECRET.value()));

        eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(1));
        StatusReport birth = hub.birthsOf(nodeId).get(0);
        assertThat(birth.session()).isEqualTo(1);
        assertThat(birth.n()).isZero();
        assertThat(birth.os().kernel()).isNotBlank();
        assertThat(birth.capabilities()).extracting(Capability::operation).contains("PING");
        eventually(() -> assertThat(hub.committed(nodeId)).hasSizeGreaterThan(3));
        assertThat(hub.committed(nodeId).get(1L).metrics()).containsKeys("mem.percent", "disk.free.bytes", "load.1m");
    }

    @Test
    void keepsAnnouncingItselfAndRepeatsItsBirthOnRequest() throws Exception {
        startAgent();
        eventually(() -> assertThat(hub.statusesOf(nodeId)).hasSizeGreaterThan(2));

        hub.wantsBirth = true;

        eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(2));
        List<StatusReport> statuses = hub.statusesOf(nodeId);
        assertThat(statuses).extracting(StatusReport::session).containsOnly(1L);
        for (int i = 0; i < statuses.size(); i++) {
            assertThat(statuses.get(i).n()).isEqualTo(i);
        }
    }

    @Test
    void forgetsNothingUntilTheHubSaysThatItHasIt() throws Exception {
        hub.answers = false;
        startAgent();
        // the broker acknowledges each of these
        eventually(() -> assertThat(hub.telemetryMessages()).isGreaterThan(3));
        assertThat(confirmedInDatabase()).isEmpty();

        hub.answers = true;

        eventually(() -> assertThat(confirmedInDatabase()).startsWith("1-"));
    }

    @Test
    void sendsAgainWhatTheHubTookAndDidNotCommit() throws Exception {
        hub.commits = false;
        startAgent();
        eventually(() -> assertThat(hub.telemetryMessages()).isGreaterThan(3));

        hub.commits = true;

        eventually(() -> assertThat(hub.committed(nodeId)).containsKey(1L));
        eventually(() -> assertThat(gapless(hub.committed(nodeId))).isTrue());
    }

    @Test
    void losesNothingThroughKillMinusNine() throws Exception {
        Random random = new Random(3);
        for (int life = 0; life < 4; life++) {
            startAgent();
            int before = hub.committed(nodeId).size();
            eventually(() -> assertThat(hub.committed(nodeId).size()).isGreaterThan(before + 3));
            hub.answers = random.nextBoolean();
            int more = hub.committed(nodeId).size() + random.nextInt(5);
            eventually(() -> assertThat(hub.committed(nodeId).size()).isGreaterThanOrEqualTo(more));
            agent.kill();
        }
        hub.answers = true;

        startAgent();

        long last = lastSeqInDatabase();
        eventually(() -> assertThat(hub.committed(nodeId).lastKey()).isGreaterThan(last));
        assertThat(gapless(hub.committed(nodeId))).isTrue();
        assertThat(hub.committed(nodeId).firstKey()).isEqualTo(1);
        assertThat(hub.conflicts()).isEmpty();
        assertThat(hub.birthsOf(nodeId)).extracting(StatusReport::session).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(hub.birthsOf(nodeId)).extracting(StatusReport::storageId).containsOnly(storageIdInDatabase());
    }

    @Test
    void drainsALongBacklogInItsSmallHeapWhileLiveReportsGoFirst() throws Exception {
        BacklogMaker.make(directory.resolve("data"), BACKLOG);

        startAgent();

        eventually(() -> assertThat(hub.committed(nodeId).keySet()).anyMatch(seq -> seq > BACKLOG));
        eventually(() -> assertThat(hub.committed(nodeId)).hasSizeGreaterThan(BACKLOG));
        assertThat(gapless(hub.committed(nodeId))).isTrue();
        assertThat(hub.conflicts()).isEmpty();
        eventually(() -> assertThat(confirmedInDatabase()).matches("1-\\d+"));
    }

    @Test
    void theBrokerTellsOfANodeThatDied() throws Exception {
        startAgent();
        eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(1));

        agent.kill();

        eventually(() -> assertThat(lastStatus().event()).isEqualTo(StatusEvent.DEATH));
        assertThat(lastStatus().reason().code()).isEqualTo("CONNECTION_LOST");
        assertThat(lastStatus().session()).isEqualTo(1);
        assertThat(lastStatus().storageId()).isEqualTo(storageIdInDatabase());
    }

    @Test
    void tellsThatItGoesOnPurposeAndTheBrokerAddsNothing() throws Exception {
        startAgent();
        eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(1));

        agent.terminate();

        eventually(() -> assertThat(lastStatus().event()).isEqualTo(StatusEvent.DEATH));
        startAgent();
        eventually(() -> assertThat(hub.birthsOf(nodeId)).hasSize(2));
        assertThat(hub.statusesOf(nodeId))
                .filteredOn(report -> report.event() == StatusEvent.DEATH)
                .extracting(report -> report.reason().code())
                .containsExactly("SHUTDOWN");
    }

    @Test
    void comesBackWithTheNextSessionWhenTheBrokerDoes() throws Exception {
        startAgent();
        eventually(() -> assertThat(hub.committed(nodeId)).hasSizeGreaterThan(2));
        long first = hub.birthsOf(nodeId).get(0).session();
        SortedMap<Long, TelemetryReport> before = hub.committed(nodeId);
        hub.close();

        broker.kill();
        broker.start();

        hub = new ScriptedHub(broker.mqttPort);
        // the node may have been faster: then its birth met no hub, and the hub asks for it
        hub.wantsBirth = true;
        hub.says(HubStatus.State.ONLINE);
        eventually(() -> assertThat(hub.birthsOf(nodeId)).isNotEmpty());
        assertThat(hub.birthsOf(nodeId).get(0).session()).isGreaterThan(first);
        eventually(() -> assertThat(hub.committed(nodeId).lastKey()).isGreaterThan(before.lastKey() + 3));
    }

    @Test
    void keepsTelemetryWhileTheHubIsAwayButGoesOnAnnouncingItself() throws Exception {
        hub.says(HubStatus.State.OFFLINE);
        startAgent();
        eventually(() -> assertThat(hub.statusesOf(nodeId)).hasSizeGreaterThan(4));
        assertThat(hub.telemetryMessages()).isZero();

        hub.says(HubStatus.State.ONLINE);

        eventually(() -> assertThat(hub.committed(nodeId)).hasSizeGreaterThan(5));
        assertThat(gapless(hub.committed(nodeId))).isTrue();
    }

    @Test
    void backsOffWhenItsSecretIsRefusedAndNeverPrintsIt() throws Exception {
        String wrong = "0bad".repeat(16);

        startAgent(config(uri("mqtt"), wrong));

        eventually(
                () -> assertThat(agent.output().split("event=broker.away", -1)).hasSizeGreaterThan(4));
        assertThat(agent.output()).doesNotContain(wrong).contains("secret=NodeSecret[********]");
        assertThat(hub.statusesOf(nodeId)).isEmpty();
    }

    @Test
    void namesTheKeyThatItDoesNotKnowAndEnds() throws Exception {
        Path file = config(uri("mqtt"), BrokerProcess.NODE_SECRET.value());
        Files.writeString(file, Files.readString(file).replace("heartbeatInterval", "heartbeatInterwal"));

        agent = ChildProcess.agent(file);

        assertThat(agent.awaitExit()).isEqualTo(78);
        assertThat(agent.output()).contains("/heartbeatInterwal is not a key of the agent's configuration");
    }

    @Test
    void refusesToWorkBesideAnotherAgentOnTheSameData() throws Exception {
        startAgent();

        try (ChildProcess second = ChildProcess.agent(directory.resolve("agent.json"))) {
            assertThat(second.awaitExit()).isEqualTo(74);
            assertThat(second.output()).contains("another agent works in");
        }
    }

    private static void eventually(ThrowingRunnable condition) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(condition);
    }

    private StatusReport lastStatus() {
        List<StatusReport> statuses = hub.statusesOf(nodeId);
        return statuses.get(statuses.size() - 1);
    }

    private static boolean gapless(SortedMap<Long, TelemetryReport> reports) {
        return !reports.isEmpty() && reports.size() == reports.lastKey() - reports.firstKey() + 1;
    }

    private String uri(String scheme) {
        return switch (scheme) {
            case "mqtt" -> "mqtt://127.0.0.1:" + broker.mqttPort;
            case "mqtts" -> "mqtts://localhost:" + broker.mqttsPort;
            default -> "wss://localhost:" + broker.wssPort + "/mqtt";
        };
    }

    private void startAgent() throws IOException {
        startAgent(config(uri("mqtt"), BrokerProcess.NODE_SECRET.value()));
    }

    private void startAgent(Path config) {
        agent = ChildProcess.agent(config);
        agent.awaitReady();
    }

    /** Every time of the contract at a tenth or less. */
    private Path config(String uri, String secret) throws IOException {
        Path secretFile = directory.resolve("secret");
        Files.writeString(secretFile, secret);
        Files.setPosixFilePermissions(secretFile, PosixFilePermissions.fromString("rw-------"));
        String ca = uri.startsWith("mqtt:") ? "" : "\"brokerCaFile\": \"" + keys.certificate() + "\",";
        return Files.writeString(directory.resolve("agent.json"), """
                {
                  "nodeId": "%s", "brokerUri": "%s", %s
                  "secretFile": "secret", "dataDirectory": "data",
                  "heartbeatInterval": "PT0.5S", "sampleInterval": "PT0.2S",
                  "connection": {"backOffInitial": "PT0.1S", "backOffAtMost": "PT1S", "stableAfter": "PT5S"},
                  "outbox": {"resendAfter": "PT1S", "resendAtMost": "PT10S", "askEvery": "PT0.5S"},
                }
                """.formatted(nodeId, uri, ca));
    }

    private String confirmedInDatabase() throws SQLException {
        return fromDatabase("select confirmed from outbox_stream");
    }

    private long lastSeqInDatabase() throws SQLException {
        return Long.parseLong(fromDatabase("select last_seq from outbox_stream"));
    }

    private String storageIdInDatabase() throws SQLException {
        return fromDatabase("select storage_id from storage");
    }

    private String fromDatabase(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/agent.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
