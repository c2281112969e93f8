package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what becomes of the session asked for. */
class AuthenticationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int MQTT_3_NOT_AUTHORIZED = 5;
    private static TestBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.shared();
        broker.feed().activate("auth-a", Secrets.node(11));
        broker.feed().activate("auth-b", Secrets.node(12));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (WireClient client = connect(Attempt.of("auth-b", Secrets.node(12)))) {
                assertThat(client.connackReason()).isZero();
            }
        });
    }

    private static WireClient connect(Attempt attempt) throws Exception {
        return WireClient.connect(broker.port(), attempt);
    }

    private static int reason(Attempt attempt) throws Exception {
        try (WireClient client = connect(attempt)) {
            return client.connackReason();
        }
    }

    @Test
    void anonymousClientIsRefused() throws Exception {
        assertThat(reason(Attempt.anonymous("auth-a"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(Attempt.anonymous("auth-a").version(Attempt.MQTT_3_1_1)))
                .isEqualTo(MQTT_3_NOT_AUTHORIZED);
    }

    @Test
    void wrongSecretIsRefused() throws Exception {
        Attempt attempt = Attempt.of("auth-a", Secrets.node(99));

        assertThat(reason(attempt)).isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(attempt.version(Attempt.MQTT_3_1_1))).isEqualTo(MQTT_3_NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource({"hub", "broker", "hub.canary", "hub.other", "HUB", "AUTH-A", "nobody", "''"})
    void nameThatIsNoNodeIsRefused(String name) throws Exception {
        assertThat(reason(Attempt.of(name, Secrets.node(11)).clientId(name.isEmpty() ? "x" : name)))
                .isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void noOtherWayOfAuthenticationIsOffered() throws Exception {
        assertThat(reason(Attempt.anonymous("auth-a").authMethod("SCRAM-SHA-256")))
                .isGreaterThanOrEqualTo(0x80);
        assertThat(reason(Attempt.of("auth-a", Secrets.node(99)).authMethod("PLAIN")))
                .isGreaterThanOrEqualTo(0x80);
    }

    @Test
    void emptyPasswordIsRefused() throws Exception {
        assertThat(reason(Attempt.of("auth-a", ""))).isEqualTo(NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-b", "auth-a2", "HUB:test:1", "hub.canary", "Auth-a"})
    void clientIdThatIsNotItsUsersIsRefused(String clientId) throws Exception {
        assertThat(reason(Attempt.of("auth-a", Secrets.node(11)).clientId(clientId)))
                .isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void clientWithoutAnIdGetsNone() throws Exception {
        assertThat(reason(Attempt.of("auth-a", Secrets.node(11)).clientId(""))).isNotZero();
    }

    @Test
    void otherUserDoesNotTakeOverASession() throws Exception {
        try (WireClient victim = connect(Attempt.of("auth-b", Secrets.node(12)))) {
            int reason = reason(Attempt.of("auth-a", Secrets.node(11)).clientId("auth-b"));

            assertThat(reason).isEqualTo(NOT_AUTHORIZED);
            assertThat(victim.publish("nodes/auth-b/telemetry", "still here")).isLessThan(0x80);
        }
    }

    @Test
    void sameNodeTakesOverItsSession() throws Exception {
        WireClient first = connect(Attempt.of("auth-b", Secrets.node(12)));
        try (WireClient second = connect(Attempt.of("auth-b", Secrets.node(12)))) {
            assertThat(first.endsWithin(PATIENCE)).isTrue();
            assertThat(first.disconnectReason()).isEqualTo(0x8E);
            assertThat(second.connackReason()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUB", "HUB:test", "HUB:test:x", "HUB::1", "HUB:te st:1", "auth-a", "HUB:a/b:1"})
    void hubHasOnlyItsOwnClientIds(String clientId) throws Exception {
        assertThat(reason(Attempt.hub(1).clientId(clientId))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void hubNeedsItsSecret() throws Exception {
        assertThat(reason(new Attempt(Attempt.MQTT_5, "HUB:test:1", "HUB", Secrets.node(11), true, 0, null, null)))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(Attempt.hub(1))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Attempt.MQTT_3_1_1, Attempt.MQTT_5})
    void nodeGetsNoSessionThatOutlivesItsConnection(int version) throws Exception {
        Attempt wishes = Attempt.of("auth-a", Secrets.node(11)).version(version).keepingSession(3_600);
        try (WireClient first = connect(wishes)) {
            assertThat(first.subscribe("nodes/auth-a/commands")).isEqualTo(1);
            first.disconnect();
        }
        try (WireClient hub = connect(Attempt.hub(2))) {
            hub.publish("nodes/auth-a/commands", "while away");
        }
        try (WireClient again = connect(wishes)) {
            assertThat(again.connackReason()).isZero();
            assertThat(again.sessionPresent()).isFalse();
            again.subscribe("nodes/auth-a/commands");
            assertThat(again.next(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void hubKeepsItsSession() throws Exception {
        Attempt persistent = Attempt.hub(3).keepingSession(3_600);
        try (WireClient hub = connect(persistent)) {
            hub.subscribe("$share/keeping/nodes/+/logs");
            hub.disconnect();
        }
        try (WireClient node = connect(Attempt.of("auth-a", Secrets.node(11)))) {
            node.publish("nodes/auth-a/logs", "while the hub was away");
        }
        try (WireClient hub = connect(persistent)) {
            assertThat(hub.sessionPresent()).isTrue();
            assertThat(hub.next(PATIENCE).orElseThrow().payload()).isEqualTo("while the hub was away");
        }
        connect(Attempt.hub(3)).disconnect();
    }
}
