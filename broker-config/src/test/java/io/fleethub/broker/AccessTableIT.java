package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Received;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the contract's access table, allowed and refused, in both versions of MQTT. */
class AccessTableIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NOT_AUTHORIZED = 0x87;
    private static final AtomicInteger GROUPS = new AtomicInteger();
    private static TestBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.shared();
        broker.feed().activate("acl-a", Secrets.node(1));
        broker.feed().activate("acl-b", Secrets.node(2));
    }

    @BeforeEach
    void waitUntilTheNodesAreKnown() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (WireClient client = node(Attempt.MQTT_5)) {
                assertThat(client.connackReason()).isZero();
            }
        });
    }

    private static WireClient node(int version) throws Exception {
        return WireClient.connect(
                broker.port(), Attempt.of("acl-a", Secrets.node(1)).version(version));
    }

    /** Of a group that no other test uses: what one left unacknowledged must not reach the next. */
    private static String shared(String channel) {
        return "$share/acl" + GROUPS.incrementAndGet() + "/nodes/+/" + channel;
    }

    private static WireClient hub() throws Exception {
        return WireClient.connect(broker.port(), Attempt.hub(1));
    }

    @ParameterizedTest
    @CsvSource({
        "4, status", "4, telemetry", "4, logs", "4, command-updates",
        "5, status", "5, telemetry", "5, logs", "5, command-updates"
    })
    void nodePublishesItsOwnChannels(int version, String channel) throws Exception {
        try (WireClient hub = hub();
                WireClient node = node(version)) {
            assertThat(hub.subscribe(shared(channel))).isEqualTo(1);

            assertThat(node.publish("nodes/acl-a/" + channel, "mine")).isZero();

            Received received = hub.next(PATIENCE).orElseThrow();
            assertThat(received.topic()).isEqualTo("nodes/acl-a/" + channel);
            assertThat(received.payload()).isEqualTo("mine");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nodes/acl-b/status",
        "nodes/acl-b/telemetry",
        "nodes/acl-a/commands",
        "nodes/acl-a/sync",
        "nodes/acl-a/status/more",
        "nodes/acl-a/other",
        "hub/status",
        "hub/broadcast",
        "other"
    })
    void nodeThatPublishesElsewhereIsRefusedAndCutOff(String topic) throws Exception {
        for (int version : new int[] {Attempt.MQTT_5, Attempt.MQTT_3_1_1}) {
            try (WireClient node = node(version)) {
                int reason = node.publish(topic, "foreign");

                assertThat(reason).isEqualTo(version == Attempt.MQTT_5 ? NOT_AUTHORIZED : WireClient.CLOSED);
                assertThat(node.endsWithin(PATIENCE)).isTrue();
            }
        }
    }

    @Test
    void nodeThatPublishesToTheBrokersOwnTopicsIsCutOff() throws Exception {
        try (WireClient node = node(Attempt.MQTT_5)) {
            assertThat(node.publish("$SYS/uptime", "foreign")).isEqualTo(WireClient.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void nodeThatRetainsIsRefused(int version) throws Exception {
        try (WireClient node = node(version)) {
            int reason = node.publishRetained("nodes/acl-a/status", "kept");

            assertThat(reason).isEqualTo(version == Attempt.MQTT_5 ? NOT_AUTHORIZED : WireClient.CLOSED);
            assertThat(node.endsWithin(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes/acl-a/commands", "nodes/acl-a/sync", "hub/broadcast", "hub/status"})
    void nodeSubscribesToItsFourTopics(String topic) throws Exception {
        for (int version : new int[] {Attempt.MQTT_5, Attempt.MQTT_3_1_1}) {
            try (WireClient hub = hub();
                    WireClient node = node(version)) {
                assertThat(node.subscribe(topic)).isEqualTo(1);

                assertThat(hub.publish(topic, "for you")).isZero();

                Received received = node.next(PATIENCE).orElseThrow();
                while (received.payload().endsWith("LINE")) {
                    // Another test's retained status.
                    received = node.next(PATIENCE).orElseThrow();
                }
                assertThat(received).isEqualTo(new Received(topic, "for you", List.of()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodes/acl-b/commands",
                "nodes/acl-a/status",
                "nodes/acl-a/telemetry",
                "nodes/acl-a/+",
                "nodes/acl-a/#",
                "nodes/+/commands",
                "nodes/#",
                "hub/#",
                "hub/+",
                "+/status",
                "#",
                "+",
                "$SYS/#",
                "$SYS/broker/uptime",
                "$share/mine/nodes/acl-a/commands",
                "$share/hub/nodes/acl-a/commands",
                "$share/hub/hub/broadcast",
                "$share/hub/#"
            })
    void nodeSubscribesToNothingElse(String filter) throws Exception {
        try (WireClient mqtt5 = node(Attempt.MQTT_5)) {
            assertThat(mqtt5.subscribe(filter)).isEqualTo(NOT_AUTHORIZED);
        }
        try (WireClient mqtt3 = node(Attempt.MQTT_3_1_1)) {
            assertThat(mqtt3.subscribe(filter)).isEqualTo(0x80);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void nodeLeavesAWillOnItsStatus(int version) throws Exception {
        Attempt.Will will = new Attempt.Will("nodes/acl-a/status", "gone", false);
        try (WireClient hub = hub()) {
            hub.subscribe(shared("status"));
            WireClient node = WireClient.connect(
                    broker.port(),
                    Attempt.of("acl-a", Secrets.node(1)).version(version).will(will));

            node.close();

            assertThat(hub.next(PATIENCE).orElseThrow().payload()).isEqualTo("gone");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nodes/acl-a/telemetry, false",
        "nodes/acl-b/status, false",
        "hub/status, false",
        "nodes/acl-a/status, true"
    })
    void nodeWithAnyOtherWillDoesNotConnect(String topic, boolean retained) throws Exception {
        Attempt.Will will = new Attempt.Will(topic, "gone", retained);
        try (WireClient node = WireClient.connect(
                broker.port(), Attempt.of("acl-a", Secrets.node(1)).will(will))) {
            assertThat(node.connackReason()).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void hubReadsWhatNodesSendOnlyInASharedSubscription() throws Exception {
        try (WireClient hub = hub()) {
            for (String channel : new String[] {"status", "telemetry", "logs", "command-updates"}) {
                assertThat(hub.subscribe("$share/hub/nodes/+/" + channel)).isEqualTo(1);
                assertThat(hub.subscribe("nodes/+/" + channel)).isEqualTo(NOT_AUTHORIZED);
            }
            assertThat(hub.subscribe("hub/status")).isEqualTo(1);
            assertThat(hub.subscribe("#")).isEqualTo(NOT_AUTHORIZED);
            assertThat(hub.subscribe("$share/hub/#")).isEqualTo(NOT_AUTHORIZED);
            assertThat(hub.subscribe("nodes/+/commands")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes/acl-a/status", "nodes/acl-a/telemetry", "nodes/acl-a/other", "other"})
    void hubDoesNotSpeakForANode(String topic) throws Exception {
        try (WireClient hub = hub()) {
            assertThat(hub.publish(topic, "forged")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void hubRetainsOnlyItsStatus() throws Exception {
        try (WireClient hub = hub();
                WireClient node = node(Attempt.MQTT_5)) {
            assertThat(hub.publishRetained("hub/status", "ONLINE")).isLessThan(0x80);
            assertThat(node.subscribe("hub/status")).isEqualTo(1);
            assertThat(node.next(PATIENCE).orElseThrow().payload()).isEqualTo("ONLINE");

            assertThat(hub.publishRetained("hub/broadcast", "kept")).isEqualTo(NOT_AUTHORIZED);
        }
        try (WireClient again = hub()) {
            assertThat(again.publishRetained("nodes/acl-a/commands", "kept")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void hubLeavesARetainedWillOnItsStatus() throws Exception {
        Attempt attempt = Attempt.hub(7).keepingSession(60).will(new Attempt.Will("hub/status", "OFFLINE", true));
        WireClient dying = WireClient.connect(broker.port(), attempt);
        assertThat(dying.connackReason()).isZero();
        try (WireClient node = node(Attempt.MQTT_5)) {
            node.subscribe("hub/status");

            dying.close();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(node.next(PATIENCE).orElseThrow().payload())
                                    .isEqualTo("OFFLINE"));
        }
        try (WireClient later = node(Attempt.MQTT_3_1_1)) {
            later.subscribe("hub/status");
            assertThat(later.next(PATIENCE).orElseThrow().payload()).isEqualTo("OFFLINE");
        }
        WireClient.connect(broker.port(), Attempt.hub(7)).disconnect();
    }

    @Test
    void canaryHasTheRightsOfANode() throws Exception {
        try (WireClient hub = hub();
                WireClient canary = WireClient.connect(broker.port(), Attempt.of("hub.canary", Secrets.HUB))) {
            hub.subscribe(shared("telemetry"));

            assertThat(canary.publish("nodes/hub.canary/telemetry", "tweet")).isZero();

            assertThat(hub.next(PATIENCE).orElseThrow().topic()).isEqualTo("nodes/hub.canary/telemetry");
            assertThat(canary.subscribe("nodes/hub.canary/sync")).isEqualTo(1);
            assertThat(canary.subscribe("nodes/acl-a/commands")).isEqualTo(NOT_AUTHORIZED);
            assertThat(canary.publish("nodes/acl-a/telemetry", "tweet")).isEqualTo(NOT_AUTHORIZED);
        }
    }
}
