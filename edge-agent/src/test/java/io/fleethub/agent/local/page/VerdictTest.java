package io.fleethub.agent.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.BrokerConnection.State;
import io.fleethub.agent.broker.ConnectionHealth;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(60);
    private static final long NOW = Duration.ofHours(5).toNanos();

    @Test
    void aHubThatAnswersIsThere() {
        assertThat(connected(Duration.ofHours(1), false, Optional.of(Duration.ofSeconds(70))))
                .isEqualTo(Verdict.CONNECTED);
    }

    @Test
    void aHubThatMissedThreeAnswersIsSilent() {
        assertThat(connected(Duration.ofHours(1), false, Optional.of(Duration.ofSeconds(191))))
                .isEqualTo(Verdict.HUB_SILENT);
        assertThat(connected(Duration.ofHours(1), false, Optional.empty())).isEqualTo(Verdict.HUB_SILENT);
    }

    @Test
    void aWordOfAnEarlierConnectionIsNoAnswerOfThisOne() {
        assertThat(connected(Duration.ofSeconds(5), false, Optional.of(Duration.ofHours(2))))
                .isEqualTo(Verdict.GREETING);
    }

    @Test
    void aHubThatSaysThatItIsAwayIsBelieved() {
        assertThat(connected(Duration.ofHours(1), true, Optional.of(Duration.ofSeconds(1))))
                .isEqualTo(Verdict.HUB_AWAY);
    }

    @Test
    void theFirstAttemptIsNoFailure() {
        assertThat(of(new ConnectionHealth(State.CONNECTING, NOW, 0, 0, null, null)))
                .isEqualTo(Verdict.TRYING);
        assertThat(of(new ConnectionHealth(State.CONNECTING, NOW, 0, 1, "why", null)))
                .isEqualTo(Verdict.NOT_CONNECTED);
        assertThat(of(new ConnectionHealth(State.WAITING, NOW, 3, 1, "why", NOW)))
                .isEqualTo(Verdict.NOT_CONNECTED);
        assertThat(of(new ConnectionHealth(State.CLOSED, NOW, 3, 1, "why", NOW)))
                .isEqualTo(Verdict.STOPPING);
    }

    private static Verdict of(ConnectionHealth health) {
        return Verdict.of(health, false, Optional.empty(), HEARTBEAT, NOW);
    }

    private static Verdict connected(Duration since, boolean hubAway, Optional<Duration> silentFor) {
        ConnectionHealth health = new ConnectionHealth(State.READY, NOW - since.toNanos(), 1, 0, null, null);
        return Verdict.of(health, hubAway, silentFor, HEARTBEAT, NOW);
    }
}
