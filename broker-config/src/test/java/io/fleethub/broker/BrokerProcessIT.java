package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.BrokerProcess;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged broker over its own deaths: what it keeps, and what it does without a hub. */
class BrokerProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOT_AUTHORIZED = 0x87;
    /** More than the broker would keep by itself: 1,000, the rest discarded after they were acknowledged. */
    private static final int MESSAGES = 2_500;

    @TempDir
    Path home;

    private FakeFeed feed;
    private Map<String, String> environment;

    @BeforeEach
    void startTheFeed() throws Exception {
        feed = FakeFeed.started();
        environment = TestBroker.environment(home, feed);
    }

    @AfterEach
    void stopTheFeed() {
        feed.close();
    }

    private static int reason(BrokerProcess broker, Attempt attempt) throws Exception {
        try (WireClient client = WireClient.connect(broker.port("mqtt"), attempt)) {
            return client.connackReason();
        }
    }

    private static void awaitNode(BrokerProcess broker) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(reason(broker, Attempt.of("a", Secrets.node(1))))
                        .isZero());
    }

    @Test
    void withoutAnyCredentialsTheHubGetsInAndNodesDoNot() throws Exception {
        feed.stop();
        try (BrokerProcess broker = BrokerProcess.start(environment).awaitReady()) {
            assertThat(reason(broker, Attempt.hub(1))).isZero();
            assertThat(reason(broker, Attempt.of("a", Secrets.node(1)))).isEqualTo(NOT_AUTHORIZED);
            assertThat(broker.terminate()).isEqualTo(143);
            assertThat(broker.lines()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void knownNodesConnectAfterARestartWhileTheHubIsAway() throws Exception {
        feed.activate("a", Secrets.node(1));
        Path kept = home.resolve("credentials.json");
        try (BrokerProcess broker = BrokerProcess.start(environment).awaitReady()) {
            awaitNode(broker);
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(kept));
            broker.kill();
        }
        feed.stop();
        try (BrokerProcess again = BrokerProcess.start(environment).awaitReady()) {
            assertThat(reason(again, Attempt.of("a", Secrets.node(1)))).isZero();
            assertThat(reason(again, Attempt.of("a", Secrets.node(2)))).isEqualTo(NOT_AUTHORIZED);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(kept)).doesNotContain(Secrets.node(1));
    }

    @Test
    void hubsSessionKeepsItsMessagesOverAKilledBroker() throws Exception {
        feed.activate("a", Secrets.node(1));
        Attempt persistentHub = Attempt.hub(1).keepingSession(86_400);
        Set<String> acknowledged = new HashSet<>();
        try (BrokerProcess broker = BrokerProcess.start(environment).awaitReady()) {
            WireClient hub = WireClient.connect(broker.port("mqtt"), persistentHub);
            hub.subscribe("$share/hub/nodes/+/telemetry");
            hub.disconnect();
            awaitNode(broker);
            WireClient node = WireClient.connect(broker.port("mqtt"), Attempt.of("a", Secrets.node(1)));
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(node.publish("nodes/a/telemetry", "report " + i)).isZero();
                acknowledged.add("report " + i);
            }
            broker.kill();
        }
        try (BrokerProcess again = BrokerProcess.start(environment).awaitReady();
                WireClient hub = WireClient.connect(again.port("mqtt"), persistentHub)) {
            assertThat(hub.sessionPresent()).isTrue();
            Set<String> delivered = new HashSet<>();
            while (delivered.size() < MESSAGES) {
                delivered.add(hub.next(PATIENCE).orElseThrow().payload());
            }
            assertThat(delivered).isEqualTo(acknowledged);
        }
    }

    @Test
    void secretsAppearInNoLine() throws Exception {
        feed.activate("a", Secrets.node(1));
        try (BrokerProcess broker = BrokerProcess.start(environment).awaitReady()) {
            awaitNode(broker);
            reason(broker, Attempt.of("a", Secrets.node(77)));
            reason(broker, Attempt.of(Secrets.node(78), "a"));
            reason(broker, Attempt.of("a", Secrets.node(79)).clientId(Secrets.node(79)));

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> broker.lines().stream()
                                    .filter(line -> line.contains("connection refused"))
                                    .count()
                            >= 3);

            assertThat(broker.lines())
                    .anyMatch(line -> line.contains("nodeId=a clientId=a reason=WRONG_SECRET"))
                    .noneMatch(line -> line.contains(Secrets.HUB)
                            || line.contains(Secrets.FEED_TOKEN)
                            || line.contains(Secrets.node(77))
                            || line.contains(Secrets.node(78))
                            || line.contains(Secrets.node(79)));
        }
    }
}
