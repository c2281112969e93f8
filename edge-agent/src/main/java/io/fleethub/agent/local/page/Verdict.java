package io.fleethub.agent.local.page;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import java.time.Duration;
import java.util.Optional;

/** How the node stands with the hub, as far as it can know. */
enum Verdict {
    CONNECTED("good", "Connected to the hub"),
    /** Connected, and the hub has had no time to answer yet. */
    GREETING("busy", "Connected, the hub has not answered yet"),
    HUB_AWAY("bad", "The hub is away"),
    HUB_SILENT("bad", "The hub does not answer"),
    /** Before the first attempt has ended. */
    TRYING("busy", "Connecting for the first time"),
    NOT_CONNECTED("bad", "Not connected"),
    STOPPING("busy", "The agent is stopping");

    private static final int UNANSWERED = 3;
    private static final Duration LENIENCE = Duration.ofSeconds(10);

    private final String mood;
    private final String headline;

    Verdict(String mood, String headline) {
        this.mood = mood;
        this.headline = headline;
    }

    String mood() {
        return mood;
    }

    String headline() {
        return headline;
    }

    /** Whether reports can reach the hub now. */
    boolean delivers() {
        return this == CONNECTED || this == GREETING;
    }

    /** @param silentFor since the hub's last word, of this connection or an earlier one */
    static Verdict of(
            ConnectionHealth health, boolean hubAway, Optional<Duration> silentFor, Duration heartbeat, long nanos) {
        if (health.state() == BrokerConnection.State.CLOSED) {
            return STOPPING;
        }
        if (!health.connected()) {
            return health.failures() == 0 ? TRYING : NOT_CONNECTED;
        }
        if (hubAway) {
            return HUB_AWAY;
        }
        Duration connectedFor = Duration.ofNanos(nanos - health.sinceNanos());
        boolean heard =
                silentFor.filter(silent -> silent.compareTo(connectedFor) <= 0).isPresent();
        Duration silent = heard ? silentFor.orElse(connectedFor) : connectedFor;
        if (silent.compareTo(heartbeat.multipliedBy(UNANSWERED).plus(LENIENCE)) > 0) {
            return HUB_SILENT;
        }
        return heard ? CONNECTED : GREETING;
    }
}
