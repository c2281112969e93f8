package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hub learns a node's address from the broker, never from the node. */
class RemoteAddressIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Attempt NODE = Attempt.of("address-a", Secrets.node(41));
    private static final AtomicInteger GROUPS = new AtomicInteger();
    private TestBroker broker;
    private WireClient hub;

    @BeforeEach
    void connectTheHub() throws Exception {
        broker = TestBroker.shared();
        broker.feed().activate("address-a", Secrets.node(41));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (WireClient client = WireClient.connect(broker.port(), NODE)) {
                assertThat(client.connackReason()).isZero();
            }
        });
        hub = WireClient.connect(broker.port(), Attempt.hub(4));
        String group = "$share/address" + GROUPS.incrementAndGet();
        hub.subscribe(group + "/nodes/+/status");
        hub.subscribe(group + "/nodes/+/telemetry");
    }

    @AfterEach
    void disconnectTheHub() throws Exception {
        hub.disconnect();
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void statusCarriesTheAddress(int version) throws Exception {
        try (WireClient node = WireClient.connect(broker.port(), NODE.version(version))) {
            node.publish("nodes/address-a/status", "birth");

            assertThat(hub.next(PATIENCE).orElseThrow().properties()).containsExactly("remote-address=127.0.0.1");
        }
    }

    @Test
    void addressThatTheNodeClaimsIsOverwrittenAndOtherPropertiesStay() throws Exception {
        try (WireClient node = WireClient.connect(broker.port(), NODE)) {
            node.publish(
                    "nodes/address-a/status",
                    "birth",
                    "remote-address",
                    "6.6.6.6",
                    "other",
                    "kept",
                    "remote-address",
                    "7.7.7.7");

            assertThat(hub.next(PATIENCE).orElseThrow().properties())
                    .containsExactlyInAnyOrder("remote-address=127.0.0.1", "other=kept");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void willCarriesTheAddressWhateverTheNodeClaims(int version) throws Exception {
        Attempt.Will will = new Attempt.Will("nodes/address-a/status", "death", false, "remote-address", "6.6.6.6");
        WireClient node =
                WireClient.connect(broker.port(), NODE.version(version).will(will));

        node.close();

        assertThat(hub.next(PATIENCE).orElseThrow().properties()).containsExactly("remote-address=127.0.0.1");
    }

    @Test
    void otherChannelsAreLeftAlone() throws Exception {
        try (WireClient node = WireClient.connect(broker.port(), NODE)) {
            node.publish("nodes/address-a/telemetry", "{}", "mine", "1");

            assertThat(hub.next(PATIENCE).orElseThrow().properties()).containsExactly("mine=1");
        }
    }
}
