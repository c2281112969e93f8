package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceRows.birth;
import static io.fleethub.hub.nodes.presence.PresenceRows.death;
import static io.fleethub.hub.nodes.presence.PresenceRows.heartbeat;
import static io.fleethub.hub.nodes.presence.PresenceRows.strangers;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Silence, with the hub's real tables and a bridge that is told when it is blind. */
@QuarkusTest
class PresenceJobIT {

    @Inject
    PresenceFixture nodes;

    @Inject
    ScopedTransactions transactions;

    @Inject
    PresenceService service;

    @Inject
    PresenceRepository presences;

    @Inject
    PresenceChangeRepository changes;

    @Inject
    PresenceWriter writer;

    @Inject
    PresenceConfig config;

    @Inject
    MovableClock clock;

    private ScriptedBridgeStatus bridge;
    private PresenceJob job;
    private NodeId node;

    @BeforeEach
    void bear() {
        bridge = new ScriptedBridgeStatus(clock);
        job = new PresenceJob(transactions, service, presences, changes, writer, bridge, config, clock);
        node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));
    }

    @AfterEach
    void tidy() {
        clock.reset();
        nodes.delete(node);
    }

    @Test
    void aSilentNodeIsLateAndThenOffline() {
        tickAfter(Duration.ofSeconds(89));
        assertThat(state()).isEqualTo(PresenceState.ONLINE);

        tickAfter(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo(PresenceState.LATE);

        tickAfter(Duration.ofMinutes(4));
        assertThat(nodes.history(node))
                .containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "LATE NO_STATUS", "OFFLINE SILENT");
    }

    @Test
    void aSignInTimeKeepsItOnline() {
        for (int n = 1; n <= 6; n++) {
            tickAfter(Duration.ofSeconds(60));
            nodes.deliver(node, heartbeat("s", 1, n));
        }

        tickAfter(Duration.ofSeconds(60));

        assertThat(nodes.history(node)).containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT");
    }

    @Test
    void aHubThatWasAwayForTenMinutesDeclaresNobodyOffline() {
        tickAfter(Duration.ofSeconds(50));
        bridge.goBlind();
        tickAfter(Duration.ofMinutes(10));
        bridge.seeAgain();

        tickAfter(Duration.ofSeconds(30));
        assertThat(state()).isEqualTo(PresenceState.ONLINE);

        tickAfter(Duration.ofSeconds(11));
        assertThat(nodes.history(node)).containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "LATE NO_STATUS");
    }

    @Test
    void aBlindHubJudgesNobody() {
        bridge.goBlind();

        tickAfter(Duration.ofHours(1));

        assertThat(state()).isEqualTo(PresenceState.ONLINE);
    }

    @Test
    void telemetryCountsAgainstSilence() {
        tickAfter(Duration.ofSeconds(80));
        service.sawTelemetry(Set.of(node));
        tickAfter(Duration.ofSeconds(80));
        assertThat(state()).isEqualTo(PresenceState.ONLINE);

        tickAfter(Duration.ofSeconds(20));
        service.sawTelemetry(Set.of(node));
        tickAfter(Duration.ZERO);

        assertThat(nodes.history(node))
                .containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "LATE NO_STATUS", "ONLINE TELEMETRY");
    }

    @Test
    void telemetryNeverRevivesAnEndedSession() {
        nodes.deliver(node, death("s", 1, "SHUTDOWN"));

        service.sawTelemetry(Set.of(node));
        tickAfter(Duration.ofSeconds(1));

        assertThat(state()).isEqualTo(PresenceState.OFFLINE);
    }

    @Test
    void telemetryOfANodeThatIsGoneIsForgotten() {
        service.sawTelemetry(Set.of(new NodeId("no-such-node")));

        tickAfter(Duration.ZERO);

        assertThat(service.takeSightings()).isEmpty();
    }

    @Test
    void aStrangersDeathTakesEffectAfterFiveSeconds() {
        NodeId stranger = nodes.register();
        nodes.deliver(stranger, strangers(StatusEvent.BIRTH));
        nodes.deliver(stranger, strangers(StatusEvent.DEATH));

        tickAfter(Duration.ofSeconds(4));
        assertThat(nodes.row(stranger).state()).isEqualTo(PresenceState.ONLINE);
        tickAfter(Duration.ofSeconds(2));

        assertThat(nodes.history(stranger))
                .containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "OFFLINE CONNECTION_LOST");
        nodes.delete(stranger);
    }

    @Test
    void oldChangesAreForgottenButNotTheLastBeforeThem() {
        nodes.deliver(node, death("s", 1, "SHUTDOWN"));
        clock.advance(Duration.ofDays(31));

        job.prune();

        assertThat(nodes.history(node)).containsExactly("OFFLINE SHUTDOWN");
    }

    private void tickAfter(Duration time) {
        clock.advance(time);
        job.tick();
    }

    private PresenceState state() {
        return nodes.row(node).state();
    }
}
