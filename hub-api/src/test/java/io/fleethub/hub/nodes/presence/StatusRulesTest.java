package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceRows.T0;
import static io.fleethub.hub.nodes.presence.PresenceRows.birth;
import static io.fleethub.hub.nodes.presence.PresenceRows.death;
import static io.fleethub.hub.nodes.presence.PresenceRows.heartbeat;
import static io.fleethub.hub.nodes.presence.PresenceRows.neverSeen;
import static io.fleethub.hub.nodes.presence.PresenceRows.online;
import static io.fleethub.hub.nodes.presence.PresenceRows.row;
import static io.fleethub.hub.nodes.presence.PresenceRows.slowBirth;
import static io.fleethub.hub.nodes.presence.PresenceRows.strangers;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.hub.nodes.presence.PresenceRow.PendingDeath;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusRulesTest {

    private static final Instant NOW = T0.plusSeconds(30);

    @Test
    void aFirstBirthOpensASessionOfANewStorage() {
        StatusVerdict verdict = judgeNewStorage(neverSeen(), birth("s", 1, 0));

        assertThat(verdict.after().state()).isEqualTo(PresenceState.ONLINE);
        assertThat(verdict.after().reason()).isEqualTo("HEARTBEAT");
        assertThat(verdict.after().since()).isEqualTo(NOW);
        assertThat(verdict.after().mark()).isEqualTo(new SessionMark("s", 1, 0L, 0L, false));
        assertThat(verdict.standing()).isEqualTo(new StatusStanding(false, true, true, true));
        assertThat(verdict.birthWanted()).isFalse();
    }

    @Test
    void aHeartbeatGoesOnWithItsSession() {
        StatusVerdict verdict = judge(online(), heartbeat("s", 7, 3));

        assertThat(verdict.after().lastSeenAt()).isEqualTo(NOW);
        assertThat(verdict.after().since()).isEqualTo(T0);
        assertThat(verdict.standing()).isEqualTo(StatusStanding.CONTINUED);
        assertThat(verdict.answered()).isTrue();
    }

    @Test
    void aReportDeliveredTwiceChangesNothingAndIsAnsweredAgain() {
        StatusVerdict verdict = judge(online(), heartbeat("s", 7, 2));

        assertThat(verdict).isEqualTo(StatusVerdict.passed(online()));
        assertThat(verdict.answered()).isTrue();
    }

    @Test
    void aHeartbeatThatALaterOneOvertookChangesNothing() {
        assertThat(judge(online(), heartbeat("s", 7, 1)).after()).isEqualTo(online());
    }

    @Test
    void aDeathEndsItsSession() {
        StatusVerdict verdict = judge(online(), death("s", 7, "SHUTDOWN"));

        assertThat(verdict.after().state()).isEqualTo(PresenceState.OFFLINE);
        assertThat(verdict.after().reason()).isEqualTo("SHUTDOWN");
        assertThat(verdict.after().since()).isEqualTo(NOW);
    }

    @Test
    void aDeathWithoutAReasonIsALostConnection() {
        StatusReport silent =
                StatusReport.builder(StatusEvent.DEATH).order("s", 7, null).build();

        assertThat(judge(online(), silent).after().reason()).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void nothingOfAnEndedSessionRevivesIt() {
        PresenceRow ended = judge(online(), death("s", 7, "SHUTDOWN")).after();

        assertThat(judge(ended, heartbeat("s", 7, 9))).isEqualTo(StatusVerdict.over(ended));
        assertThat(judge(ended, birth("s", 7, 10))).isEqualTo(StatusVerdict.over(ended));
        assertThat(judge(ended, death("s", 7, "CONNECTION_LOST"))).isEqualTo(StatusVerdict.over(ended));
    }

    @Test
    void theNextSessionRevivesTheNode() {
        PresenceRow ended = judge(online(), death("s", 7, "REBOOT")).after();

        StatusVerdict verdict = judge(ended, birth("s", 8, 0));

        assertThat(verdict.after().state()).isEqualTo(PresenceState.ONLINE);
        assertThat(verdict.standing()).isEqualTo(new StatusStanding(false, true, true, false));
    }

    @Test
    void aWillThatComesAfterTheNextBirthChangesNothing() {
        PresenceRow reconnected = judge(online(), birth("s", 8, 0)).after();

        assertThat(judge(reconnected, death("s", 7, "CONNECTION_LOST"))).isEqualTo(StatusVerdict.over(reconnected));
    }

    @Test
    void aWillThatComesBeforeTheBirthOfItsSessionEndsItForGood() {
        PresenceRow ended = judge(online(), death("s", 8, "CONNECTION_LOST")).after();

        assertThat(ended.state()).isEqualTo(PresenceState.OFFLINE);
        assertThat(judge(ended, birth("s", 8, 0))).isEqualTo(StatusVerdict.over(ended));
        assertThat(judge(ended, birth("s", 9, 0)).after().state()).isEqualTo(PresenceState.ONLINE);
    }

    @Test
    void aHeartbeatOfAHigherSessionOpensItAndWantsItsBirth() {
        StatusVerdict verdict = judge(online(), heartbeat("s", 8, 1));

        assertThat(verdict.standing()).isEqualTo(new StatusStanding(false, true, false, false));
        assertThat(verdict.birthWanted()).isTrue();
        assertThat(verdict.after().mark()).isEqualTo(new SessionMark("s", 8, 1L, null, false));
    }

    @Test
    void aBirthThatItsHeartbeatOvertookIsStillRead() {
        PresenceRow opened = judge(online(), heartbeat("s", 8, 1)).after();

        StatusVerdict late = judge(opened, birth("s", 8, 0));

        assertThat(late.readsBirth()).isTrue();
        assertThat(late.readsRest()).isFalse();
        assertThat(late.standing()).isEqualTo(new StatusStanding(true, false, true, false));
        assertThat(judge(late.after(), heartbeat("s", 8, 2)).birthWanted()).isFalse();
        assertThat(judge(late.after(), birth("s", 8, 0))).isEqualTo(StatusVerdict.passed(late.after()));
    }

    @Test
    void aRepeatedBirthGoesOnWithN() {
        StatusVerdict again = judge(online(), birth("s", 7, 3));

        assertThat(again.readsBirth()).isTrue();
        assertThat(again.standing()).isEqualTo(new StatusStanding(false, false, true, false));
        assertThat(again.after().mark()).isEqualTo(new SessionMark("s", 7, 3L, 3L, false));
    }

    @Test
    void aStorageNeverSeenBeforeIsNewerWhateverItsSession() {
        StatusVerdict verdict = judgeNewStorage(online(), birth("wiped", 1, 0));

        assertThat(verdict.standing()).isEqualTo(new StatusStanding(false, true, true, true));
        assertThat(verdict.after().mark()).isEqualTo(new SessionMark("wiped", 1, 0L, 0L, false));
    }

    @Test
    void aKnownOlderStorageNeverComesBack() {
        PresenceRow wiped = judgeNewStorage(online(), birth("wiped", 1, 0)).after();

        assertThat(judge(wiped, birth("s", 99, 0))).isEqualTo(StatusVerdict.over(wiped));
        assertThat(judge(wiped, death("s", 99, "SHUTDOWN"))).isEqualTo(StatusVerdict.over(wiped));
    }

    @Test
    void aDeathOfANewStorageTellsThatTheStorageIsNew() {
        StatusVerdict verdict = judgeNewStorage(online(), death("wiped", 1, "CONNECTION_LOST"));

        assertThat(verdict.after().state()).isEqualTo(PresenceState.OFFLINE);
        assertThat(verdict.standing().storageNew()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusEvent.class,
            names = {"BIRTH", "HEARTBEAT"})
    void aStrangersSignCountsAsItComes(StatusEvent event) {
        StatusVerdict verdict = judge(neverSeen(), strangers(event));

        assertThat(verdict.after().state()).isEqualTo(PresenceState.ONLINE);
        assertThat(verdict.standing().sessionOpened()).isTrue();
        assertThat(verdict.readsBirth()).isEqualTo(event == StatusEvent.BIRTH);
        assertThat(verdict.birthWanted()).isFalse();
    }

    @Test
    void aStrangersDeathWaitsFiveSeconds() {
        PresenceRow stranger = row(PresenceState.ONLINE, "HEARTBEAT", null);

        PresenceRow dying = judge(stranger, strangers(StatusEvent.DEATH)).after();

        assertThat(dying.state()).isEqualTo(PresenceState.ONLINE);
        assertThat(dying.death()).isEqualTo(new PendingDeath(NOW.plusSeconds(5), "CONNECTION_LOST"));
    }

    @Test
    void aStrangersDeathIsForgottenWhenSomethingElseComes() {
        PresenceRow stranger = row(PresenceState.ONLINE, "HEARTBEAT", null);
        PresenceRow dying = judge(stranger, strangers(StatusEvent.DEATH)).after();

        assertThat(judge(dying, strangers(StatusEvent.HEARTBEAT)).after().death())
                .isNull();
        assertThat(SilenceRules.telemetry(dying, NOW).death()).isNull();
    }

    @Test
    void aSecondDeathOfAStrangerDoesNotPutItOff() {
        PresenceRow stranger = row(PresenceState.ONLINE, "HEARTBEAT", null);
        PresenceRow dying = judge(stranger, strangers(StatusEvent.DEATH)).after();

        PresenceRow still = StatusRules.judge(dying, strangers(StatusEvent.DEATH), NOW.plusSeconds(4), false)
                .after();

        assertThat(still).isEqualTo(dying);
    }

    @Test
    void onlyABirthTellsTheHeartbeatInterval() {
        PresenceRow slow = judge(online(), slowBirth(Duration.ofMinutes(10))).after();

        assertThat(slow.heartbeatInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(judge(slow, heartbeat("s", 8, 1)).after().heartbeatInterval())
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(judge(slow, birth("s", 9, 0)).after().heartbeatInterval()).isNull();
    }

    @ParameterizedTest
    @EnumSource(StatusEvent.class)
    void nothingRevivesADisabledNode(StatusEvent event) {
        PresenceRow disabled = row(PresenceState.DISABLED, "REVOKED", null);

        assertThat(judge(disabled, strangers(event))).isEqualTo(StatusVerdict.over(disabled));
    }

    /** Several connections deliver in any order, and more than once: what is believed in the end does not depend on it. */
    @Test
    void theOrderOfDeliveryDoesNotMatter() {
        List<StatusReport> sent = List.of(
                birth("s", 1, 0),
                heartbeat("s", 1, 1),
                death("s", 1, "CONNECTION_LOST"),
                birth("s", 2, 0),
                heartbeat("s", 2, 1),
                death("s", 2, "CONNECTION_LOST"),
                birth("s", 3, 0),
                heartbeat("s", 3, 1));
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            List<StatusReport> delivered = new ArrayList<>(sent);
            delivered.add(sent.get(random.nextInt(sent.size())));
            java.util.Collections.shuffle(delivered, random);

            PresenceRow last = inOrder(delivered);

            assertThat(last.state()).isEqualTo(PresenceState.ONLINE);
            assertThat(last.mark()).isEqualTo(new SessionMark("s", 3, 1L, 0L, false));
        }
    }

    private static PresenceRow inOrder(List<StatusReport> delivered) {
        PresenceRow row = neverSeen();
        Set<String> known = new TreeSet<>();
        for (StatusReport report : delivered) {
            row = StatusRules.judge(row, report, NOW, !known.add(String.valueOf(report.storageId())))
                    .after();
        }
        return row;
    }

    private static StatusVerdict judge(PresenceRow before, StatusReport status) {
        return StatusRules.judge(before, status, NOW, true);
    }

    private static StatusVerdict judgeNewStorage(PresenceRow before, StatusReport status) {
        return StatusRules.judge(before, status, NOW, false);
    }
}
