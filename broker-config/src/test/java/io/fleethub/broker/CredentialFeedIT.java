package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the hub's feed changes for nodes that are connected and for those that want to. */
class CredentialFeedIT {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final int NOT_AUTHORIZED = 0x87;
    private static TestBroker broker;
    private static FakeFeed feed;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.shared();
        feed = broker.feed();
    }

    private static int reason(String nodeId, String secret) throws Exception {
        try (WireClient client = WireClient.connect(broker.port(), Attempt.of(nodeId, secret))) {
            return client.connackReason();
        }
    }

    private static WireClient connectedWithinTwoSeconds(String nodeId, String secret) throws Exception {
        Awaitility.await()
                .atMost(TWO_SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(reason(nodeId, secret)).isZero());
        return WireClient.connect(broker.port(), Attempt.of(nodeId, secret));
    }

    @Test
    void newNodeConnectsWithinTwoSeconds() throws Exception {
        feed.activate("feed-new", Secrets.node(21));

        connectedWithinTwoSeconds("feed-new", Secrets.node(21)).close();
    }

    @Test
    void revokedNodeIsCutOffWithinTwoSecondsAndRefusedFromThenOn() throws Exception {
        feed.activate("feed-revoked", Secrets.node(22));
        feed.activate("feed-bystander", Secrets.node(23));
        try (WireClient node = connectedWithinTwoSeconds("feed-revoked", Secrets.node(22));
                WireClient bystander = connectedWithinTwoSeconds("feed-bystander", Secrets.node(23))) {
            feed.revoke("feed-revoked");

            assertThat(node.endsWithin(TWO_SECONDS)).isTrue();
            assertThat(node.disconnectReason()).isEqualTo(NOT_AUTHORIZED);
            assertThat(reason("feed-revoked", Secrets.node(22))).isEqualTo(NOT_AUTHORIZED);
            assertThat(bystander.publish("nodes/feed-bystander/logs", "unharmed"))
                    .isLessThan(0x80);
        }
    }

    @Test
    void revokedNodeThatIsEnabledAgainGetsInAgain() throws Exception {
        feed.activate("feed-enabled", Secrets.node(24));
        connectedWithinTwoSeconds("feed-enabled", Secrets.node(24)).close();
        feed.revoke("feed-enabled");
        Awaitility.await()
                .atMost(TWO_SECONDS)
                .untilAsserted(() ->
                        assertThat(reason("feed-enabled", Secrets.node(24))).isEqualTo(NOT_AUTHORIZED));

        feed.activate("feed-enabled", Secrets.node(24));

        connectedWithinTwoSeconds("feed-enabled", Secrets.node(24)).close();
    }

    @Test
    void nodeMissingFromAFullAnswerIsCutOffAndOthersStay() throws Exception {
        feed.activate("feed-missing", Secrets.node(25));
        feed.activate("feed-stays", Secrets.node(26));
        try (WireClient node = connectedWithinTwoSeconds("feed-missing", Secrets.node(25));
                WireClient other = connectedWithinTwoSeconds("feed-stays", Secrets.node(26))) {
            int before = feed.fullAnswers();
            feed.forget("feed-missing");

            assertThat(node.endsWithin(TWO_SECONDS)).isTrue();
            assertThat(feed.fullAnswers()).isGreaterThan(before);
            assertThat(reason("feed-missing", Secrets.node(25))).isEqualTo(NOT_AUTHORIZED);
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void rotatedSecretIsGoodUntilTheOverlapEndsAndItsSessionEndsThen() throws Exception {
        String old = Secrets.node(27);
        String fresh = Secrets.node(28);
        feed.activate("feed-rotated", old);
        connectedWithinTwoSeconds("feed-rotated", old).close();
        Instant overlapUntil = Instant.now().plusMillis(1_500);
        feed.rotate("feed-rotated", fresh, old, overlapUntil);
        connectedWithinTwoSeconds("feed-rotated", fresh).close();
        try (WireClient withOld = connectedWithinTwoSeconds("feed-rotated", old)) {
            assertThat(withOld.endsWithin(Duration.ofMillis(100))).isFalse();

            assertThat(withOld.endsWithin(
                            Duration.between(Instant.now(), overlapUntil).plus(TWO_SECONDS)))
                    .isTrue();

            assertThat(Instant.now()).isAfter(overlapUntil);
            assertThat(reason("feed-rotated", old)).isEqualTo(NOT_AUTHORIZED);
            assertThat(reason("feed-rotated", fresh)).isZero();
        }
    }

    @Test
    void sessionOfTheNewSecretOutlivesTheOverlap() throws Exception {
        String old = Secrets.node(29);
        String fresh = Secrets.node(30);
        Instant overlapUntil = Instant.now().plusMillis(700);
        feed.rotate("feed-fresh", fresh, old, overlapUntil);
        try (WireClient withFresh = connectedWithinTwoSeconds("feed-fresh", fresh)) {
            boolean ended = withFresh.endsWithin(
                    Duration.between(Instant.now(), overlapUntil).plusSeconds(1));

            assertThat(ended).isFalse();
        }
    }

    @Test
    void knownNodeConnectsWhileTheHubIsAwayAndANewOneSoonAfterItIsBack() throws Exception {
        feed.activate("feed-known", Secrets.node(31));
        connectedWithinTwoSeconds("feed-known", Secrets.node(31)).close();
        feed.stop();
        try {
            assertThat(reason("feed-known", Secrets.node(31))).isZero();
        } finally {
            feed.start();
        }
        feed.activate("feed-later", Secrets.node(32));

        connectedWithinTwoSeconds("feed-later", Secrets.node(32)).close();
    }

    @Test
    void sameAnswerTwiceChangesNothing() throws Exception {
        feed.activate("feed-twice", Secrets.node(33));
        try (WireClient node = connectedWithinTwoSeconds("feed-twice", Secrets.node(33))) {
            int before = feed.requests();
            feed.activate("feed-twice", Secrets.node(33));
            Awaitility.await().atMost(TWO_SECONDS).until(() -> feed.requests() > before);

            assertThat(node.endsWithin(Duration.ofMillis(700))).isFalse();
        }
    }
}
