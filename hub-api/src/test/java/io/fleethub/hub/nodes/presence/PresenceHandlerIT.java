package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceRows.birth;
import static io.fleethub.hub.nodes.presence.PresenceRows.death;
import static io.fleethub.hub.nodes.presence.PresenceRows.heartbeat;
import static io.fleethub.hub.nodes.presence.PresenceRows.strangers;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.StatusReport.OperatingSystem;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PresenceHandlerIT {

    @Inject
    PresenceFixture nodes;

    @Inject
    Observed observed;

    @Inject
    PresenceService service;

    @Inject
    Clock clock;

    @Test
    void aRegisteredNodeWasNeverSeen() {
        NodeId node = nodes.register();

        assertThat(nodes.row(node).state()).isEqualTo(PresenceState.NEVER_SEEN);
        assertThat(nodes.history(node)).containsExactly("NEVER_SEEN REGISTERED");
    }

    @Test
    void machinesThatShareAnIdentityAreNamedUntilTheyStopTakingEachOtherOver() {
        NodeId node = nodes.register();
        for (int session = 1; session <= 3; session++) {
            nodes.deliver(node, bootedBirth("same-disk", "boot-a", 2L * session));
            nodes.deliver(node, bootedBirth("same-disk", "boot-b", 2L * session + 1));
        }
        nodes.deliver(node, heartbeat("same-disk", 7, 1));

        assertThat(nodes.row(node).reason()).isEqualTo("IDENTITY_SHARED");
        assertThat(nodes.column(
                        "select (identity_shared_at is not null)::text from node_presence where node_id = ?", node))
                .containsExactly("true");
        nodes.deliver(node, heartbeat("same-disk", 7, 2), clock.instant().plus(Duration.ofMinutes(11)));
        assertThat(nodes.row(node).reason()).isEqualTo("HEARTBEAT");
        assertThat(nodes.history(node))
                .containsExactly(
                        "NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "ONLINE IDENTITY_SHARED", "ONLINE HEARTBEAT");
    }

    @Test
    void aStorageThatIsNotTheCurrentOneStillGivesTheSharedIdentityAway() {
        NodeId node = nodes.register();
        for (int session = 1; session <= 4; session++) {
            nodes.deliver(node, bootedBirth("disk-a", "boot-a", session));
            nodes.deliver(node, bootedBirth("disk-b", "boot-b", session));
        }

        assertThat(nodes.row(node).reason()).isEqualTo("IDENTITY_SHARED");
        assertThat(nodes.row(node).mark()).isEqualTo(new SessionMark("disk-b", 4, 0L, 0L, false));
    }

    @Test
    void theClocksDriftIsMeasuredWithEveryStatus() {
        NodeId node = nodes.register();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        StatusReport ahead = StatusReport.builder(StatusEvent.BIRTH)
                .order("s", 1, 0L)
                .sentAt(now.plusSeconds(75))
                .boot("boot", 9_000L, true)
                .build();

        nodes.deliver(node, ahead, now);
        nodes.deliver(node, ahead, now.plusSeconds(40));

        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node)
                .then()
                .statusCode(200)
                .body("clock.driftMs", equalTo(75_000))
                .body("clock.synced", equalTo(true))
                .body("clock.at", equalTo(now.toString()));
    }

    @Test
    void aBirthIsKeptWithAllThatItTells() {
        NodeId node = nodes.register();

        nodes.deliver(node, fullBirth());

        assertThat(nodes.row(node).state()).isEqualTo(PresenceState.ONLINE);
        assertThat(nodes.column(
                        "select concat_ws('|', agent_version, hostname, os->>'name', addresses->>0, capabilities->0->>'operation',"
                                + " outbox->>'firstSeq', remote_address, boot_id, uptime_ms, clock_synced, trusted_kids->>0)"
                                + " from node_presence where node_id = ?",
                        node))
                .containsExactly("0.1.0|plant-7|Debian|10.0.0.7|PING|3|192.0.2.7|b|1000|t|k1");
        assertThat(nodes.column("select (due_at - last_seen_at)::text from node_presence where node_id = ?", node))
                .containsExactly("00:01:30");
    }

    @Test
    void aHeartbeatKeepsWhatItLeavesOut() {
        NodeId node = nodes.register();
        nodes.deliver(node, fullBirth());

        nodes.deliver(node, heartbeat("s", 1, 1));

        assertThat(nodes.column(
                        "select concat_ws('|', agent_version, hostname, capabilities->0->>'operation', outbox->>'firstSeq')"
                                + " from node_presence where node_id = ?",
                        node))
                .containsExactly("0.1.0|plant-7|PING|3");
    }

    @Test
    void capabilitiesInAHeartbeatAreNotRead() {
        NodeId node = nodes.register();
        nodes.deliver(node, fullBirth());
        StatusReport heartbeat = StatusReport.builder(StatusEvent.HEARTBEAT)
                .order("s", 1, 1L)
                .capabilities(List.of(new Capability("REBOOT", null)))
                .build();

        nodes.deliver(node, heartbeat);

        assertThat(nodes.column("select capabilities::text from node_presence where node_id = ?", node))
                .containsExactly("[{\"operation\": \"PING\", \"parameters\": {}}]");
    }

    @Test
    void aBirthDeliveredTwiceChangesNothing() {
        NodeId node = nodes.register();
        nodes.deliver(node, fullBirth());
        PresenceRow once = nodes.row(node);

        HubSyncDraft again = nodes.deliver(node, fullBirth());

        assertThat(nodes.row(node)).isEqualTo(once);
        assertThat(nodes.history(node)).containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT");
        assertThat(again.standing()).isEqualTo(StatusStanding.STALE);
        assertThat(again.silent()).isFalse();
    }

    @Test
    void aLateWillAfterTheReconnectChangesNothing() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));
        nodes.deliver(node, birth("s", 2, 0));

        nodes.deliver(node, death("s", 1, "CONNECTION_LOST"));

        assertThat(nodes.row(node).state()).isEqualTo(PresenceState.ONLINE);
        assertThat(nodes.history(node)).containsExactly("NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT");
    }

    @Test
    void aTakeOverInTheRightOrderIsOfflineForAMoment() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));

        nodes.deliver(node, death("s", 1, "CONNECTION_LOST"));
        HubSyncDraft reply = nodes.deliver(node, birth("s", 2, 0));

        assertThat(reply.standing()).isEqualTo(new StatusStanding(false, true, true, false));
        assertThat(nodes.history(node))
                .containsExactly(
                        "NEVER_SEEN REGISTERED", "ONLINE HEARTBEAT", "OFFLINE CONNECTION_LOST", "ONLINE HEARTBEAT");
    }

    @Test
    void aWipedStorageIsNewAndTheOldOneNeverComesBack() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("first", 9, 0));

        HubSyncDraft wiped = nodes.deliver(node, birth("second", 1, 0));
        HubSyncDraft old = nodes.deliver(node, birth("first", 10, 0));

        assertThat(wiped.standing().storageNew()).isTrue();
        assertThat(old.standing()).isEqualTo(StatusStanding.STALE);
        assertThat(old.silent()).isTrue();
        assertThat(nodes.row(node).mark()).isEqualTo(new SessionMark("second", 1, 0L, 0L, false));
    }

    @Test
    void aHeartbeatThatOpensASessionWantsItsBirth() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));

        HubSyncDraft opened = nodes.deliver(node, heartbeat("s", 2, 1));
        HubSyncDraft lateBirth = nodes.deliver(node, birth("s", 2, 0));
        HubSyncDraft next = nodes.deliver(node, heartbeat("s", 2, 2));

        assertThat(opened.birthWanted()).isTrue();
        assertThat(lateBirth.standing().born()).isTrue();
        assertThat(next.birthWanted()).isFalse();
    }

    @Test
    void aStatusOfANodeThatIsGoneMeanwhileIsNotAnswered() {
        NodeId node = nodes.register();
        nodes.delete(node);

        HubSyncDraft reply = nodes.deliver(node, birth("s", 1, 0));

        assertThat(reply.silent()).isTrue();
        assertThat(nodes.column("select node_id from node_presence where node_id = ?", node))
                .isEmpty();
    }

    @Test
    void aDisabledNodeStaysSoUntilItIsEnabled() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));

        service.disable(PresenceFixture.SCOPE, node);
        service.disable(PresenceFixture.SCOPE, node);
        nodes.deliver(node, strangers(StatusEvent.HEARTBEAT));
        service.enable(PresenceFixture.SCOPE, node);
        nodes.deliver(node, heartbeat("s", 1, 1));
        nodes.deliver(node, birth("s", 2, 0));

        assertThat(nodes.history(node))
                .containsExactly(
                        "NEVER_SEEN REGISTERED",
                        "ONLINE HEARTBEAT",
                        "DISABLED REVOKED",
                        "OFFLINE ENABLED",
                        "ONLINE HEARTBEAT");
    }

    @Test
    void aChangeIsAnEventAfterItsCommit() {
        NodeId node = nodes.register();

        nodes.deliver(node, birth("s", 1, 0));
        nodes.deliver(node, heartbeat("s", 1, 1));
        nodes.deliver(node, death("s", 1, "REBOOT"));

        assertThat(observed.of(node)).containsExactly("NEVER_SEEN ONLINE HEARTBEAT", "ONLINE OFFLINE REBOOT");
    }

    @Test
    void severalThreadsThatDeliverInAnyOrderEndInTheSameBelief() {
        NodeId node = nodes.register();
        List<StatusReport> sent = new ArrayList<>();
        for (int session = 1; session <= 8; session++) {
            sent.addAll(List.of(birth("s", session, 0), heartbeat("s", session, 1), death("s", session, "REBOOT")));
        }
        sent.add(birth("s", 9, 0));
        Collections.shuffle(sent, new Random(7));

        CompletableFuture.allOf(sent.stream()
                        .map(report -> CompletableFuture.runAsync(() -> nodes.deliver(node, report)))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(nodes.row(node).state()).isEqualTo(PresenceState.ONLINE);
        assertThat(nodes.row(node).mark()).isEqualTo(new SessionMark("s", 9, 0L, 0L, false));
        assertThat(nodes.history(node)).last().isEqualTo("ONLINE HEARTBEAT");
    }

    @Test
    void aNodeThatMakesManyStoragesFillsNoTable() {
        NodeId node = nodes.register();
        for (int i = 0; i < 105; i++) {
            nodes.deliver(node, birth("storage-" + i, 1, 0));
        }

        assertThat(nodes.column("select count(*) from node_storage where node_id = ?", node))
                .containsExactly("100");
    }

    private static StatusReport fullBirth() {
        return StatusReport.builder(StatusEvent.BIRTH)
                .order("s", 1, 0L)
                .agentVersion("0.1.0")
                .boot("b", 1000L, true)
                .hostname("plant-7")
                .os(new OperatingSystem("Debian", "12", "amd64", "6.1"))
                .addresses(List.of("10.0.0.7"))
                .capabilities(List.of(new Capability("PING", JsonNodeFactory.instance.objectNode())))
                .outbox(new OutboxState("stream", 3, 9, null, null, null))
                .trustedKids(List.of("k1"))
                .build();
    }

    /** Hears what other features would hear. */
    @ApplicationScoped
    static class Observed {
        private final List<NodePresenceChanged> events = new CopyOnWriteArrayList<>();

        void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) NodePresenceChanged event) {
            events.add(event);
        }

        List<String> of(NodeId node) {
            return events.stream()
                    .filter(event -> event.nodeId().equals(node))
                    .map(event -> event.from() + " " + event.to() + " " + event.reason())
                    .toList();
        }
    }

    private static StatusReport bootedBirth(String storage, String boot, long session) {
        return StatusReport.builder(StatusEvent.BIRTH)
                .order(storage, session, 0L)
                .boot(boot, 1_000L, true)
                .build();
    }
}
