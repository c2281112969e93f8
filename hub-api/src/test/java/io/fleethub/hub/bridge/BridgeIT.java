package io.fleethub.hub.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge between a real broker and a real database. */
class BridgeIT {

    private static final NodeId NODE = new NodeId("pump-1");
    private static final NodeId OTHER = new NodeId("pump-2");
    private static final NodeId POISONER = new NodeId("pump-3");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path brokerHome;

    private static TestBroker broker;
    private static TestDatabase database;

    @TempDir
    Path state;

    private TcpProxy proxy;

    @BeforeAll
    static void startBroker() {
        database = BridgeUnderTest.migrated();
        broker = TestBroker.start(
                brokerHome, List.of(NODE, OTHER, POISONER, BridgeUnderTest.UNREGISTERED, BridgeUnderTest.DISABLED));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startProxy() {
        proxy = new TcpProxy(broker.port());
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void a_message_is_acknowledged_only_after_its_commit() {
        CountDownLatch commit = new CountDownLatch(1);
        try (BridgeUnderTest bridge = start()) {
            bridge.beforeTelemetry = batch -> awaitQuietly(commit);
            publishTelemetry(NODE, "\"unfinished\"");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(bridge.count("fleet_bridge_received")).isPositive());
        }

        try (BridgeUnderTest bridge = start()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry).contains("unfinished"));
        }
        commit.countDown();
    }

    @Test
    void persistent_session_delivers_what_was_published_while_the_hub_was_away() {
        start().close();
        try (TestNode client = TestNode.of(broker.port(), NODE)) {
            IntStream.range(0, 100)
                    .forEach(i -> client.publish(NODE, Channel.TELEMETRY, telemetry("\"away-" + i + "\"")));
        }

        try (BridgeUnderTest bridge = start()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry.stream()
                                    .filter(label -> label.startsWith("away-"))
                                    .distinct())
                            .hasSize(100));
        }
    }

    @Test
    void acknowledgement_after_a_reconnect_is_dropped() {
        CountDownLatch commit = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (BridgeUnderTest bridge = start("fleet.bridge.connections", "1", "fleet.bridge.receive-maximum", "1")) {
            bridge.beforeTelemetry = batch -> {
                if (begun.incrementAndGet() == 1) {
                    awaitQuietly(commit);
                }
            };
            publishTelemetry(NODE, "\"late\"");
            await().atMost(SOON).untilAsserted(() -> assertThat(begun).hasValue(1));
            proxy.cut();
            await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isZero());
            await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isEqualTo(1));

            commit.countDown();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.count("fleet_bridge_late_acknowledgements"))
                            .isPositive());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry.stream().filter("late"::equals))
                            .hasSize(2));
        }
    }

    @Test
    void poison_never_blocks_and_is_kept_with_its_reason() {
        NodeId node = POISONER;
        String topic = Topics.of(node, Channel.TELEMETRY);
        try (BridgeUnderTest bridge = start("fleet.bridge.connections", "1", "fleet.bridge.receive-maximum", "1");
                TestNode client = TestNode.of(broker.port(), node)) {
            client.publish(node, Channel.TELEMETRY, "{not json");
            client.publish(node, Channel.TELEMETRY, "{not json");
            client.publish(node, Channel.TELEMETRY, "{\"v\":9,\"reports\":[]}");
            client.publish(topic, new byte[300 * 1024], false);
            client.publish(node, Channel.TELEMETRY, "[".repeat(5_000));
            client.publish(topic, new byte[] {'{', 0, '}'}, false);
            client.publish(node, Channel.STATUS, "{\"v\":1,\"event\":\"NONSENSE\"}");

            client.publish(node, Channel.TELEMETRY, telemetry("\"good\""));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry).contains("good"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.query(
                                    "select reason, bytes, length(head), occurrences from quarantined_message"
                                            + " where node_id = 'pump-3' order by bytes, reason"))
                            .hasSize(6)
                            .contains("UNREADABLE 9 9 2", "TOO_LARGE 307200 4096 1", "UNREADABLE 3 3 1")
                            .anyMatch(row -> row.startsWith("UNKNOWN_VERSION")));
            assertThat(bridge.count("fleet_bridge_quarantined")).isEqualTo(7);
        }
    }

    @Test
    void messages_of_nodes_that_are_not_registered_or_disabled_are_quarantined() {
        try (BridgeUnderTest bridge = start()) {
            publishTelemetry(BridgeUnderTest.UNREGISTERED, "1");
            publishTelemetry(BridgeUnderTest.DISABLED, "2");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.query("select node_id, reason from quarantined_message"
                                    + " where node_id in ('ghost', 'disabled') order by 1"))
                            .containsExactly("disabled NODE_DISABLED", "ghost UNKNOWN_NODE"));
            assertThat(bridge.telemetry).isEmpty();
        }
    }

    @Test
    void while_the_database_is_away_nothing_is_quarantined_and_everything_comes_later() {
        AtomicInteger failures = new AtomicInteger();
        try (BridgeUnderTest bridge = start()) {
            bridge.beforeTelemetry = batch -> {
                if (failures.incrementAndGet() <= 10) {
                    throw new IllegalStateException(new SQLException("connection refused", "08001"));
                }
            };

            publishTelemetry(NODE, "\"patient\"");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry).contains("patient"));
            assertThat(failures.get()).isGreaterThan(10);
            assertThat(bridge.count("fleet_bridge_quarantined")).isZero();
        }
    }

    @Test
    void of_a_batch_that_fails_for_good_only_the_message_to_blame_is_quarantined() {
        CountDownLatch together = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (BridgeUnderTest bridge = start("fleet.bridge.telemetry-workers", "1")) {
            bridge.beforeTelemetry = batch -> {
                if (calls.getAndIncrement() == 0) {
                    awaitQuietly(together);
                }
                if (batch.stream()
                        .anyMatch(inbound -> BridgeUnderTest.label(inbound).equals("blamed"))) {
                    throw new IllegalStateException(new SQLException("value out of range", "22003"));
                }
            };
            publishTelemetry(NODE, "\"first\"");
            await().atMost(SOON).untilAsserted(() -> assertThat(calls).hasPositiveValue());
            publishTelemetry(NODE, "\"good-1\"");
            publishTelemetry(OTHER, "\"blamed\"");
            publishTelemetry(NODE, "\"good-2\"");

            together.countDown();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry).contains("first", "good-1", "good-2"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.query(
                                    "select node_id from quarantined_message" + " where reason = 'BAD_VALUE'"))
                            .containsExactly("pump-2"));
            assertThat(bridge.telemetry).doesNotContain("blamed");
        }
    }

    @Test
    void a_birth_is_answered_with_its_session_and_number_after_the_commit() {
        try (BridgeUnderTest bridge = start();
                TestNode client = TestNode.of(broker.port(), NODE)) {
            client.subscribe(Topics.of(NODE, Channel.SYNC));
            bridge.onStatus = draft -> draft.committed("stream-1", 7, List.of());

            client.publish(
                    NODE, Channel.STATUS, "{\"v\":1,\"event\":\"BIRTH\",\"storageId\":\"st-1\",\"session\":3,\"n\":0}");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.received())
                            .anySatisfy(sync -> assertThat(sync)
                                    .contains(
                                            "\"session\":3",
                                            "\"n\":0",
                                            "\"streamId\":\"stream-1\"",
                                            "\"committedThrough\":7")));
        }
    }

    @Test
    void a_publish_to_nobody_is_told_from_one_that_arrives() throws Exception {
        try (BridgeUnderTest bridge = start();
                TestNode client = TestNode.of(broker.port(), NODE)) {
            client.subscribe(Topics.of(NODE, Channel.COMMANDS));

            assertThat(publish(bridge, NODE)).isEqualTo(new PublishOutcome.Accepted());
            assertThat(publish(bridge, OTHER)).isEqualTo(new PublishOutcome.NoSubscriber());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.received()).contains("{}"));
        }
    }

    @Test
    void cut_with_qos_1_in_flight_recovers() throws Exception {
        try (BridgeUnderTest bridge = start();
                TestNode other = TestNode.of(broker.port(), OTHER);
                TestNode client = TestNode.of(broker.port(), NODE)) {
            client.subscribe(Topics.of(NODE, Channel.COMMANDS));
            for (int round = 0; round < 5; round++) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(bridge.open()).isEqualTo(2));
                for (int i = 0; i < 50; i++) {
                    bridge.publish(Publication.plain(NODE, Channel.COMMANDS, "{}".getBytes(StandardCharsets.UTF_8)));
                    other.publish(OTHER, Channel.TELEMETRY, telemetry("\"cut-" + round + "-" + i + "\""));
                }
                proxy.cut();
            }

            await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isEqualTo(2));
            assertThat(publish(bridge, NODE)).isEqualTo(new PublishOutcome.Accepted());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.telemetry.stream()
                                    .filter(label -> label.startsWith("cut-"))
                                    .distinct())
                            .hasSize(250));
        }
    }

    @Test
    void what_waits_when_the_connection_is_lost_is_unknown_and_never_hangs() throws Exception {
        try (BridgeUnderTest bridge = start()) {
            proxy.refuse(true);

            await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isZero());
            assertThat(publish(bridge, NODE)).isInstanceOf(PublishOutcome.Unknown.class);
            proxy.refuse(false);
            await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isEqualTo(2));
        }
    }

    @Test
    void a_hub_that_works_contradicts_offline_and_one_that_stops_says_it() {
        String topic = Topics.of(Channel.HUB_STATUS);
        try (TestNode listener = TestNode.of(broker.port(), NODE)) {
            BridgeUnderTest bridge = start();
            listener.subscribe(topic);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(listener.received()).last().asString().contains("ONLINE"));
            try (TestNode otherHub = new TestNode(broker.port(), "HUB:other:0", "HUB", TestBroker.HUB_SECRET)) {
                otherHub.publish(
                        topic,
                        ("{\"v\":1,\"state\":\"OFFLINE\",\"hubId\":\"other\",\"startedAt\":\"2026-11-21T00:00:00Z\","
                                        + "\"sentAt\":\"2026-11-21T00:00:00Z\"}")
                                .getBytes(StandardCharsets.UTF_8),
                        true);
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(listener.received())
                            .anyMatch(status -> status.contains("OFFLINE"))
                            .last()
                            .asString()
                            .contains("ONLINE"));

            bridge.close();

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(listener.received()).last().asString().contains("OFFLINE"));
        }
    }

    @Test
    void the_canary_notices_when_nothing_comes_through_and_when_it_does_again() {
        CountDownLatch commit = new CountDownLatch(1);
        try (BridgeUnderTest bridge = start("fleet.bridge.telemetry-workers", "1")) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.sight.blindSince()).isEmpty());
            bridge.beforeTelemetry = batch -> awaitQuietly(commit);

            publishTelemetry(NODE, "\"stuck\"");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.sight.blindSince()).isPresent());
            commit.countDown();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bridge.sight.blindSince()).isEmpty());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    bridge.query(
                                            "select until_at - from_at > interval '1 second' from bridge_blind order by until_at desc limit 1"))
                            .containsExactly("t"));
        }
    }

    private BridgeUnderTest start(String... changes) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        BridgeUnderTest bridge = new BridgeUnderTest(database, state, proxy.port(), values);
        int connections = Integer.parseInt(values.getOrDefault("fleet.bridge.connections", "2"));
        await().atMost(SOON).untilAsserted(() -> assertThat(bridge.open()).isEqualTo(connections));
        return bridge;
    }

    private static void publishTelemetry(NodeId node, String value) {
        String id = node.value();
        try (TestNode client = new TestNode(broker.port(), id, id, TestBroker.NODE_SECRET)) {
            client.publish(node, Channel.TELEMETRY, telemetry(value));
        }
    }

    private static String telemetry(String value) {
        return "{\"v\":1,\"streamId\":\"%s\",\"reports\":[{\"seq\":1,\"metrics\":{\"m\":%s}}]}"
                .formatted(UUID.randomUUID(), value);
    }

    private static PublishOutcome publish(BridgeUnderTest bridge, NodeId node) throws Exception {
        return bridge.publish(Publication.plain(node, Channel.COMMANDS, "{}".getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
