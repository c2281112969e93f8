package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Received;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that connects anew while its old connection still lives is not gone, so nobody is told that it is. */
class TakeOverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Attempt NODE = Attempt.of("taker-a", Secrets.node(47));
    private static final int SESSION_TAKEN_OVER = 0x8E;
    private TestBroker broker;
    private WireClient hub;

    @BeforeEach
    void connectTheHub() throws Exception {
        broker = TestBroker.shared();
        broker.feed().activate("taker-a", Secrets.node(47));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (WireClient client = WireClient.connect(broker.port(), NODE)) {
                assertThat(client.connackReason()).isZero();
            }
        });
        hub = WireClient.connect(broker.port(), Attempt.hub(5));
        hub.subscribe("$share/takers/nodes/+/status");
    }

    @AfterEach
    void disconnectTheHub() throws Exception {
        hub.disconnect();
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void aTakeOverPublishesNoWill(int version) throws Exception {
        WireClient old =
                WireClient.connect(broker.port(), NODE.version(version).will(will("death of the old connection")));

        try (WireClient young =
                WireClient.connect(broker.port(), NODE.version(version).will(will("death of the new connection")))) {
            assertThat(young.connackReason()).isZero();
            assertThat(old.endsWithin(PATIENCE)).isTrue();
            assertThat(young.publish("nodes/taker-a/status", "birth")).isZero();

            assertThat(hub.next(PATIENCE)).map(Received::payload).contains("birth");
        }
        assertThat(hub.next(PATIENCE)).map(Received::payload).contains("death of the new connection");
    }

    @Test
    void theOldConnectionIsToldWhy() throws Exception {
        WireClient old = WireClient.connect(broker.port(), NODE);

        try (WireClient young = WireClient.connect(broker.port(), NODE)) {
            assertThat(young.connackReason()).isZero();

            assertThat(old.endsWithin(PATIENCE)).isTrue();
            assertThat(old.disconnectReason()).isEqualTo(SESSION_TAKEN_OVER);
        }
    }

    @Test
    void whoDoesNotKnowTheSecretEndsNobody() throws Exception {
        try (WireClient node = WireClient.connect(broker.port(), NODE);
                WireClient stranger = WireClient.connect(broker.port(), Attempt.of("taker-a", Secrets.node(48)))) {
            assertThat(stranger.connackReason()).isNotZero();

            assertThat(node.isOpen()).isTrue();
            assertThat(node.publish("nodes/taker-a/status", "still here")).isZero();
            assertThat(hub.next(PATIENCE)).map(Received::payload).contains("still here");
        }
    }

    private static Attempt.Will will(String payload) {
        return new Attempt.Will("nodes/taker-a/status", payload, false);
    }
}
