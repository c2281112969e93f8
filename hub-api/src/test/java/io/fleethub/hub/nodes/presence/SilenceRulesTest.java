package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceRows.T0;
import static io.fleethub.hub.nodes.presence.PresenceRows.neverSeen;
import static io.fleethub.hub.nodes.presence.PresenceRows.online;
import static io.fleethub.hub.nodes.presence.PresenceRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.nodes.presence.PresenceRow.PendingDeath;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SilenceRulesTest {

    private static final SilenceRules RULES = new SilenceRules(Duration.ofSeconds(90), Duration.ofMinutes(5));
    private static final Duration SEEING = Duration.ZERO;

    @ParameterizedTest
    @CsvSource({
        "PT0S, , ONLINE, HEARTBEAT",
        "PT89.999S, , ONLINE, HEARTBEAT",
        "PT90S, , LATE, NO_STATUS",
        "PT4M59S, , LATE, NO_STATUS",
        "PT5M, , OFFLINE, SILENT",
        "PT90S, PT60S, LATE, NO_STATUS",
        "PT89S, PT5S, ONLINE, HEARTBEAT",
        "PT14M59S, PT10M, ONLINE, HEARTBEAT",
        "PT15M, PT10M, LATE, NO_STATUS",
        "PT30M, PT10M, OFFLINE, SILENT",
    })
    void judgesSilenceByTheNodesOwnInterval(Duration silence, Duration interval, PresenceState state, String reason) {
        PresenceRow judged = RULES.judge(online().beating(interval), T0.plus(silence), SEEING);

        assertThat(judged.state()).isEqualTo(state);
        assertThat(judged.reason()).isEqualTo(reason);
    }

    @Test
    void timeInWhichTheHubHeardNothingDoesNotCount() {
        Instant now = T0.plusSeconds(120);

        assertThat(RULES.judge(online(), now, Duration.ofSeconds(31)).state()).isEqualTo(PresenceState.ONLINE);
        assertThat(RULES.judge(online(), now, Duration.ofSeconds(30)).state()).isEqualTo(PresenceState.LATE);
    }

    @Test
    void aNodeIsJudgedNextAtItsNextBound() {
        PresenceRow late = RULES.judge(online(), T0.plusSeconds(90), SEEING);

        assertThat(RULES.due(online(), SEEING)).contains(T0.plusSeconds(90));
        assertThat(RULES.due(late, SEEING)).contains(T0.plusSeconds(300));
        assertThat(RULES.due(online(), Duration.ofSeconds(60))).contains(T0.plusSeconds(150));
    }

    @Test
    void anOfflineBoundShorterThanTheLateOneIsNotWaitedOut() {
        SilenceRules hasty = new SilenceRules(Duration.ofSeconds(90), Duration.ofSeconds(20));

        assertThat(hasty.due(online(), SEEING)).contains(T0.plusSeconds(20));
        assertThat(hasty.judge(online(), T0.plusSeconds(20), SEEING).state()).isEqualTo(PresenceState.OFFLINE);
    }

    @ParameterizedTest
    @EnumSource(
            value = PresenceState.class,
            names = {"NEVER_SEEN", "OFFLINE", "DISABLED"})
    void whoIsNotThereIsNeverJudged(PresenceState state) {
        PresenceRow row = row(state, "ANY", null);

        assertThat(RULES.due(row, SEEING)).isEmpty();
        assertThat(RULES.judge(row, T0.plus(Duration.ofDays(9)), SEEING)).isEqualTo(row);
    }

    @Test
    void aPendingDeathTakesEffectInItsTime() {
        PresenceRow dying = online().dying(new PendingDeath(T0.plusSeconds(5), "CONNECTION_LOST"));

        assertThat(RULES.due(dying, SEEING)).contains(T0.plusSeconds(5));
        assertThat(RULES.judge(dying, T0.plusSeconds(4), SEEING)).isEqualTo(dying);
        PresenceRow dead = RULES.judge(dying, T0.plusSeconds(5), SEEING);
        assertThat(dead.state()).isEqualTo(PresenceState.OFFLINE);
        assertThat(dead.reason()).isEqualTo("CONNECTION_LOST");
        assertThat(RULES.due(dead, SEEING)).isEmpty();
    }

    @Test
    void anAbsurdIntervalIsBounded() {
        PresenceRow slow = online().beating(Duration.ofDays(999_999_999));

        assertThat(RULES.due(slow, SEEING)).contains(T0.plus(Duration.ofHours(252)));
    }

    @Test
    void telemetryCountsAgainstSilence() {
        PresenceRow late = RULES.judge(online(), T0.plusSeconds(90), SEEING);

        PresenceRow back = SilenceRules.telemetry(late, T0.plusSeconds(95));

        assertThat(back.state()).isEqualTo(PresenceState.ONLINE);
        assertThat(back.reason()).isEqualTo("TELEMETRY");
        assertThat(back.lastSeenAt()).isEqualTo(T0.plusSeconds(95));
    }

    @Test
    void telemetryOfANodeThatIsOnlineOnlyMovesItsLastSign() {
        PresenceRow heard = SilenceRules.telemetry(online(), T0.plusSeconds(10));

        assertThat(heard).isEqualTo(online().heard(T0.plusSeconds(10)));
        assertThat(heard.reason()).isEqualTo("HEARTBEAT");
    }

    @Test
    void telemetryRevivesWhoFellSilentButNoEndedSession() {
        SessionMark open = new SessionMark("s", 7, 2L, 0L, false);
        PresenceRow silent = row(PresenceState.OFFLINE, "SILENT", open);
        PresenceRow dead = row(PresenceState.OFFLINE, "CONNECTION_LOST", open.end());
        PresenceRow silentThenDead = row(PresenceState.OFFLINE, "SILENT", open.end());
        PresenceRow deadStranger = row(PresenceState.OFFLINE, "CONNECTION_LOST", null);

        assertThat(SilenceRules.telemetry(silent, T0.plusSeconds(1)).state()).isEqualTo(PresenceState.ONLINE);
        assertThat(SilenceRules.telemetry(dead, T0.plusSeconds(1))).isEqualTo(dead);
        assertThat(SilenceRules.telemetry(silentThenDead, T0.plusSeconds(1))).isEqualTo(silentThenDead);
        assertThat(SilenceRules.telemetry(deadStranger, T0.plusSeconds(1))).isEqualTo(deadStranger);
    }

    @Test
    void telemetryShowsThatANodeExists() {
        assertThat(SilenceRules.telemetry(neverSeen(), T0).state()).isEqualTo(PresenceState.ONLINE);
    }

    @Test
    void telemetryOfADisabledNodeChangesNothing() {
        PresenceRow disabled = row(PresenceState.DISABLED, "REVOKED", null);

        assertThat(SilenceRules.telemetry(disabled, T0)).isEqualTo(disabled);
    }

    @ParameterizedTest
    @EnumSource(
            value = PresenceState.class,
            names = {"NEVER_SEEN", "LATE", "OFFLINE"})
    void telemetryOverHttpsShowsThatTheNodeIsThere(PresenceState state) {
        PresenceRow before = row(state, "ANY", new SessionMark("s", 7, 2L, 0L, true));

        PresenceRow after = RULES.httpsTelemetry(before, T0.plusSeconds(1));

        assertThat(after.state()).isEqualTo(PresenceState.ONLINE);
        assertThat(after.reason()).isEqualTo("HTTPS_ONLY");
        assertThat(after.mark()).isEqualTo(before.mark());
    }

    @Test
    void telemetryOverHttpsThatCameBeforeTheNodeWentDoesNotReviveIt() {
        PresenceRow gone = row(PresenceState.OFFLINE, "SHUTDOWN", null);

        assertThat(RULES.httpsTelemetry(gone, T0)).isEqualTo(gone);
    }

    @Test
    void telemetryOverHttpsBesideAStatusChangesNoReason() {
        assertThat(RULES.httpsTelemetry(online(), T0.plusSeconds(89)).reason()).isEqualTo("HEARTBEAT");
        assertThat(RULES.httpsTelemetry(online(), T0.plusSeconds(90)).reason()).isEqualTo("HTTPS_ONLY");
    }

    @Test
    void telemetryOverHttpsDoesNotReviveADisabledNode() {
        PresenceRow disabled = row(PresenceState.DISABLED, "REVOKED", null);

        assertThat(RULES.httpsTelemetry(disabled, T0.plusSeconds(9))).isEqualTo(disabled);
    }
}
