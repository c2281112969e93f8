package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Received;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beyond its limits a node is slowed, then refused; the others notice nothing. A broker of its own with small limits. */
class LimitsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int NO_SUBSCRIBER = 0x10;
    /** As many as an MQTT 5 client may have in flight. */
    private static final int WINDOW = 10;

    private static TestBroker broker;

    @BeforeAll
    static void startABrokerWithSmallLimits() throws Exception {
        broker = TestBroker.with(Map.of(
                "FLEET_BROKER_LIMIT_NODE_MESSAGES_PER_SECOND", "2",
                "FLEET_BROKER_LIMIT_NODE_BYTES_PER_MINUTE", "100000",
                "FLEET_BROKER_LIMIT_TENANT_MESSAGES_PER_SECOND", "4",
                "FLEET_BROKER_LIMIT_BURST", "PT3S",
                "FLEET_BROKER_LIMIT_LONGEST_DELAY", "PT1S",
                "FLEET_BROKER_LIMIT_SLOWED_AT_MOST", "PT1S"));
    }

    @AfterAll
    static void stopIt() {
        broker.close();
    }

    private static Attempt known(String nodeId, String tenant) throws Exception {
        Attempt attempt = Attempt.of(nodeId, Secrets.node(70));
        broker.feed().activate(nodeId, Secrets.node(70), tenant);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (WireClient client = WireClient.connect(broker.port(), attempt)) {
                assertThat(client.connackReason()).isZero();
            }
        });
        return attempt;
    }

    /** Sends windows of ten until one of them is not taken, and returns the codes of that window. */
    private static List<Integer> sendUntilRefused(WireClient client, String topic, String payload) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> client.publishAtOnce(WINDOW, topic, payload), codes -> codes.contains(QUOTA_EXCEEDED));
    }

    @Test
    void whatIsFarBeyondIsRefusedAndTheConnectionStays() throws Exception {
        try (WireClient mad = WireClient.connect(broker.port(), known("mad-a", "a"))) {
            List<Integer> codes = sendUntilRefused(mad, "nodes/mad-a/telemetry", "{}");

            assertThat(codes).containsOnly(NO_SUBSCRIBER, QUOTA_EXCEEDED).hasSize(WINDOW);
            assertThat(mad.isOpen()).isTrue();
        }
    }

    @Test
    void bytesAreLimitedToo() throws Exception {
        try (WireClient mad = WireClient.connect(broker.port(), known("mad-b", "b"))) {
            assertThat(mad.publish("nodes/mad-b/telemetry", "x".repeat(110_000)))
                    .isEqualTo(NO_SUBSCRIBER);

            assertThat(mad.publish("nodes/mad-b/telemetry", "x".repeat(20_000))).isEqualTo(QUOTA_EXCEEDED);
        }
    }

    @Test
    void aStatusPassesAndTellsTheHubHowOftenTheNodeWentBeyond() throws Exception {
        WireClient hub = WireClient.connect(broker.port(), Attempt.hub(1));
        hub.subscribe("$share/quota/nodes/+/status");
        try (WireClient mad = WireClient.connect(broker.port(), known("mad-c", "c"))) {
            long refused = sendUntilRefused(mad, "nodes/mad-c/telemetry", "{}").stream()
                    .filter(code -> code == QUOTA_EXCEEDED)
                    .count();

            assertThat(mad.publish("nodes/mad-c/status", "birth", "quota", "0")).isZero();

            Received status = hub.next(PATIENCE).orElseThrow();
            assertThat(status.properties()).hasSize(2).contains("remote-address=127.0.0.1");
            assertThat(quota(status)).isGreaterThanOrEqualTo(refused);
        } finally {
            hub.disconnect();
        }
    }

    private static long quota(Received status) {
        return status.properties().stream()
                .filter(property -> property.startsWith("quota="))
                .mapToLong(property -> Long.parseLong(property.substring("quota=".length())))
                .findFirst()
                .orElse(0);
    }

    @Test
    void statusOfACalmNodeClaimsNoQuotaWhateverItWrites() throws Exception {
        WireClient hub = WireClient.connect(broker.port(), Attempt.hub(2));
        hub.subscribe("$share/calm/nodes/calm-d/status");
        try (WireClient calm = WireClient.connect(broker.port(), known("calm-d", "d"))) {
            calm.publish("nodes/calm-d/status", "birth", "quota", "77");

            assertThat(hub.next(PATIENCE).orElseThrow().properties()).containsExactly("remote-address=127.0.0.1");
        } finally {
            hub.disconnect();
        }
    }

    @Test
    void anotherNodeIsServedWhileOneIsRefused() throws Exception {
        Attempt calm = known("calm-e", "e");
        try (WireClient mad = WireClient.connect(broker.port(), known("mad-e", "mad-of-e"));
                WireClient other = WireClient.connect(broker.port(), calm)) {
            sendUntilRefused(mad, "nodes/mad-e/telemetry", "{}");

            assertThat(other.publishAtOnce(4, "nodes/calm-e/telemetry", "{}")).containsOnly(NO_SUBSCRIBER);
        }
    }

    @Test
    void whatIsALittleBeyondComesLater() throws Exception {
        WireClient hub = WireClient.connect(broker.port(), Attempt.hub(3));
        hub.subscribe("$share/later/nodes/busy-f/telemetry");
        try (WireClient busy = WireClient.connect(broker.port(), known("busy-f", "f"))) {
            assertThat(busy.publishAtOnce(7, "nodes/busy-f/telemetry", "{}"))
                    .hasSize(7)
                    .containsOnly(0);

            for (int i = 0; i < 7; i++) {
                assertThat(hub.next(PATIENCE)).isPresent();
            }
        } finally {
            hub.disconnect();
        }
    }

    @Test
    void refusedPublishEndsAnMqtt3Connection() throws Exception {
        Attempt attempt = known("mad-g", "g").version(Attempt.MQTT_3_1_1);
        try (WireClient mad = WireClient.connect(broker.port(), attempt)) {
            mad.publishAtOnce(100, "nodes/mad-g/telemetry", "{}");

            assertThat(mad.endsWithin(PATIENCE)).isTrue();
        }
    }

    @Test
    void moreInFlightThanTheReceiveMaximumEndsAnMqtt5Connection() throws Exception {
        try (WireClient mad = WireClient.connect(broker.port(), known("mad-j", "j"))) {
            mad.publishAtOnce(30, "nodes/mad-j/telemetry", "{}");

            assertThat(mad.endsWithin(PATIENCE)).isTrue();
            assertThat(mad.disconnectReason()).isEqualTo(0x93);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void stormOfConnectionsIsRefusedAndEndsWithTheStorm(int version) throws Exception {
        Attempt storm = known("storm-h" + version, "h").version(version);

        Awaitility.await().atMost(PATIENCE).until(() -> {
            try (WireClient client = WireClient.connect(broker.port(), storm)) {
                return client.connackReason() != 0;
            }
        });

        Awaitility.await().pollInterval(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
            try (WireClient client = WireClient.connect(broker.port(), storm)) {
                return client.connackReason() == 0;
            }
        });
    }

    @Test
    void strangersWhoUseANodesNameTakeNoConnectionFromIt() throws Exception {
        Attempt node = known("victim-i", "i");
        for (int i = 0; i < 50; i++) {
            WireClient.connect(broker.port(), Attempt.of("victim-i", Secrets.node(71)))
                    .close();
        }

        try (WireClient client = WireClient.connect(broker.port(), node)) {
            assertThat(client.connackReason()).isZero();
        }
    }
}
