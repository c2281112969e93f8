package io.fleethub.hub.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs at one broker and one database: the broker knows only one canary. */
class CanaryIT {

    private static final NodeId NODE = new NodeId("pump-1");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDatabase database;

    @TempDir
    Path first;

    @TempDir
    Path second;

    @BeforeAll
    static void startBroker() {
        database = BridgeUnderTest.migrated();
        broker = TestBroker.start(folder, List.of(NODE));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void one_hub_sends_the_probes_all_watch_and_another_goes_on_when_it_leaves() throws Exception {
        Map<Path, BridgeUnderTest> hubs = new LinkedHashMap<>();
        hubs.put(first, hub(first));
        hubs.put(second, hub(second));
        try {
            awaitSeeing(hubs.values());
            assertThat(hubs.get(first).query("select lane from canary_pass order by lane"))
                    .containsExactly("STATUS", "TELEMETRY");

            String sender = holder(hubs.get(first));
            hubs.remove(instance(first).equals(sender) ? first : second).close();

            BridgeUnderTest other = hubs.values().iterator().next();
            awaitProbesAfter(number(other), other);
            assertThat(holder(other)).isNotEqualTo(sender).isNotEmpty();
        } finally {
            hubs.values().forEach(BridgeUnderTest::close);
        }
    }

    @Test
    void the_turn_of_a_hub_that_died_runs_out() throws Exception {
        try (Connection owner = TestDatabase.connect(database.url(), "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute("update canary_turn set holder = 'dead', held_until = now() + interval '1 second'");
        }

        try (BridgeUnderTest hub = hub(first)) {
            awaitSeeing(List.of(hub));

            assertThat(holder(hub)).isEqualTo(instance(first));
        }
    }

    @Test
    void a_stuck_status_lane_is_noticed_though_telemetry_goes_through() {
        CountDownLatch commit = new CountDownLatch(1);
        try (BridgeUnderTest hub = hub(first, "fleet.bridge.single-workers", "1")) {
            awaitSeeing(List.of(hub));
            hub.onStatus = draft -> awaitQuietly(commit);

            try (TestNode node = TestNode.of(broker.port(), NODE)) {
                node.publish(NODE, Channel.STATUS, "{\"v\":1,\"event\":\"HEARTBEAT\"}");
            }

            await().atMost(SOON).until(() -> hub.sight.blindSince().isPresent());
            commit.countDown();
            await().atMost(SOON).until(() -> hub.sight.blindSince().isEmpty());
        }
    }

    private static void awaitSeeing(Collection<BridgeUnderTest> hubs) {
        for (BridgeUnderTest hub : hubs) {
            await().atMost(SOON).until(() -> hub.sight.blindSince().isEmpty());
        }
    }

    private static void awaitProbesAfter(long number, BridgeUnderTest hub) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(number(hub)).isGreaterThan(number + 2);
            assertThat(hub.sight.blindSince()).isEmpty();
        });
    }

    private static String instance(Path state) throws IOException {
        return Files.readString(state.resolve("instance")).strip();
    }

    private static String holder(BridgeUnderTest hub) {
        return hub.query("select holder from canary_turn").get(0);
    }

    private static long number(BridgeUnderTest hub) {
        return Long.parseLong(hub.query("select number from canary_pass where lane = 'STATUS'")
                .get(0));
    }

    private static BridgeUnderTest hub(Path state, String... changes) {
        Map<String, String> values = changes.length == 0 ? Map.of() : Map.of(changes[0], changes[1]);
        return new BridgeUnderTest(database, state, broker.port(), values);
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
