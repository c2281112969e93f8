package io.fleethub.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.access.ConnectAttempt.Will;
import io.fleethub.broker.credentials.Credentials;
import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.broker.credentials.Credentials.Secret;
import io.fleethub.broker.testing.MovableClock;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectPolicyTest {

    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final String FRESH = Secrets.node(1);
    private static final String OLD = Secrets.node(2);

    private final MovableClock clock = new MovableClock();
    private Credentials credentials = new Credentials(
            1L,
            Map.of(
                    new NodeId("a"),
                    Access.of(
                            new Secret(hash(FRESH), null),
                            new Secret(hash(OLD), clock.instant().plus(OVERLAP)))));
    private final ConnectPolicy policy = new ConnectPolicy(new HubSecret(Secrets.HUB), () -> credentials, clock);

    private static String hash(String secret) {
        return new NodeSecret(secret).sha256();
    }

    private Decision decide(String clientId, @Nullable String user, @Nullable String password, @Nullable Will will) {
        Password offered = password == null ? null : new Password(password.getBytes(StandardCharsets.UTF_8));
        return policy.decide(new ConnectAttempt(clientId, user, offered, will));
    }

    private Decision decide(String user, @Nullable String password) {
        return decide(user, user, password, null);
    }

    private static Decision refused(Refusal reason) {
        return new Decision.Refuse(reason);
    }

    @Test
    void nodeGetsInAndTheSecretItUsedIsRemembered() {
        assertThat(decide("a", FRESH)).isEqualTo(new Decision.Accept(new Identity.Node(new NodeId("a")), hash(FRESH)));
        assertThat(decide("a", OLD)).isEqualTo(new Decision.Accept(new Identity.Node(new NodeId("a")), hash(OLD)));
    }

    @Test
    void rotatedSecretIsGoodUntilTheOverlapEndsAndNotAtItsEnd() {
        clock.advance(OVERLAP.minusMillis(1));
        assertThat(decide("a", OLD)).isInstanceOf(Decision.Accept.class);

        clock.advance(Duration.ofMillis(1));

        assertThat(decide("a", OLD)).isEqualTo(refused(Refusal.WRONG_SECRET));
        assertThat(decide("a", FRESH)).isInstanceOf(Decision.Accept.class);
    }

    @Test
    void clientWithoutUserOrPasswordIsRefused() {
        assertThat(decide("a", null, null, null)).isEqualTo(refused(Refusal.ANONYMOUS));
        assertThat(decide("a", null, FRESH, null)).isEqualTo(refused(Refusal.ANONYMOUS));
        assertThat(decide("a", "", FRESH, null)).isEqualTo(refused(Refusal.ANONYMOUS));
        assertThat(decide("a", null)).isEqualTo(refused(Refusal.NO_PASSWORD));
        assertThat(decide("a", "")).isEqualTo(refused(Refusal.NO_PASSWORD));
    }

    @Test
    void wrongSecretAndUnknownNodeAreRefused() {
        assertThat(decide("a", Secrets.node(9))).isEqualTo(refused(Refusal.WRONG_SECRET));
        assertThat(decide("a", Secrets.HUB)).isEqualTo(refused(Refusal.WRONG_SECRET));
        assertThat(decide("b", FRESH)).isEqualTo(refused(Refusal.UNKNOWN_NODE));
    }

    @Test
    void hashOfTheSecretIsNotTheSecret() {
        assertThat(decide("a", hash(FRESH))).isEqualTo(refused(Refusal.WRONG_SECRET));
    }

    @Test
    void emptySnapshotRefusesNodesAndAcceptsTheHub() {
        credentials = Credentials.NONE;

        assertThat(decide("a", FRESH)).isEqualTo(refused(Refusal.UNKNOWN_NODE));
        assertThat(decide("HUB:x:1", "HUB", Secrets.HUB, null)).isInstanceOf(Decision.Accept.class);
    }

    @ParameterizedTest
    @CsvSource({"b, a", "HUB:x:1, a", "A, a", "a, HUB", "HUB, HUB", "HUB:x, HUB", "HUB:x:12345, HUB"})
    void clientIdThatIsNotItsUsersIsRefused(String clientId, String user) {
        String secret = user.equals("HUB") ? Secrets.HUB : FRESH;

        assertThat(decide(clientId, user, secret, null)).isEqualTo(refused(Refusal.CLIENT_ID_NOT_OF_USER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub", "broker", "hub.other", "hub."})
    void reservedNameIsRefusedEvenWhenTheFeedHoldsIt(String name) {
        credentials = new Credentials(1L, Map.of(new NodeId(name), Access.of(new Secret(hash(FRESH), null))));

        assertThat(decide(name, FRESH)).isEqualTo(refused(Refusal.RESERVED_USER));
    }

    @Test
    void canaryUsesTheHubsSecretAndNoOther() {
        credentials = new Credentials(1L, Map.of(NodeId.CANARY, Access.of(new Secret(hash(FRESH), null))));

        assertThat(decide("hub.canary", FRESH)).isEqualTo(refused(Refusal.WRONG_SECRET));
        assertThat(decide("hub.canary", Secrets.HUB)).isInstanceOf(Decision.Accept.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "a b", "-a", "a/b", "a+", "#", "hub:1:1", "ä"})
    void malformedUserIsRefused(String user) {
        assertThat(decide(user, FRESH)).isEqualTo(refused(Refusal.MALFORMED_USER));
    }

    @Test
    void willOfANodeIsItsStatusNotRetained() {
        assertThat(decide("a", "a", FRESH, new Will("nodes/a/status", false))).isInstanceOf(Decision.Accept.class);
        for (Will will : List.of(
                new Will("nodes/a/status", true),
                new Will("nodes/a/telemetry", false),
                new Will("nodes/b/status", false),
                new Will("hub/status", false))) {
            assertThat(decide("a", "a", FRESH, will)).isEqualTo(refused(Refusal.WILL_NOT_ALLOWED));
        }
    }

    @Test
    void willOfTheHubIsItsStatus() {
        assertThat(decide("HUB:x:1", "HUB", Secrets.HUB, new Will("hub/status", true)))
                .isInstanceOf(Decision.Accept.class);
        assertThat(decide("HUB:x:1", "HUB", Secrets.HUB, new Will("nodes/a/status", false)))
                .isEqualTo(refused(Refusal.WILL_NOT_ALLOWED));
    }

    @Test
    void attemptDoesNotPrintItsPassword() {
        Password password = new Password(FRESH.getBytes(StandardCharsets.UTF_8));

        assertThat(new ConnectAttempt("a", "a", password, null).toString()).doesNotContain(FRESH);
    }
}
