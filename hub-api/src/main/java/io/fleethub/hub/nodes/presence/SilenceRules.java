package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceRow.PendingDeath;
import io.fleethub.schemas.message.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a node's silence means, and when it must be looked at again. For a node that announced a longer heartbeat the bounds are
 * 1.5 and 3 of its intervals. No input or output; immutable.
 *
 * @param lateAfter silence after which a node is LATE
 * @param offlineAfter silence after which it is OFFLINE
 */
record SilenceRules(Duration lateAfter, Duration offlineAfter) {

    private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);

    static SilenceRules of(PresenceConfig config) {
        return new SilenceRules(config.lateAfter(), config.offlineAfter());
    }

    /**
     * @param blind how much of the time since the node was last seen the hub itself heard nothing
     * @return the presence from now on
     */
    PresenceRow judge(PresenceRow row, Instant now, Duration blind) {
        PendingDeath death = row.death();
        if (death != null && !now.isBefore(death.at())) {
            PresenceRow dead = row.dying(null);
            return dead.state() == PresenceState.DISABLED
                    ? dead
                    : dead.moved(PresenceState.OFFLINE, death.reason(), now);
        }
        if (!row.state().reachable()) {
            return row;
        }
        Duration silence = silence(row, now, blind);
        if (silence.compareTo(offlineAfter(row)) >= 0) {
            return row.dying(null).moved(PresenceState.OFFLINE, ReasonCode.SILENT.name(), now);
        }
        return silence.compareTo(lateAfter(row)) >= 0
                ? row.moved(PresenceState.LATE, ReasonCode.NO_STATUS.name(), now)
                : row;
    }

    /**
     * When the row must be judged next: at its pending death, or when its silence reaches the next bound, if nothing comes before.
     *
     * @param blind as for {@link #judge}, so that time in which the hub heard nothing is waited for once more
     */
    Optional<Instant> due(PresenceRow row, Duration blind) {
        Instant death = row.death() == null ? null : row.death().at();
        Instant bound = row.state().reachable() ? seenAt(row).plus(blind).plus(nextBound(row)) : null;
        return Optional.ofNullable(earlier(death, bound));
    }

    /**
     * What telemetry over HTTPS means: a node that can sign is there, also when its MQTT session ended before. Where nothing else came
     * for as long as makes a node LATE, it is there by HTTPS only.
     */
    PresenceRow httpsTelemetry(PresenceRow row, Instant at) {
        return switch (row.state()) {
            case ONLINE -> statusOverdue(row, at) ? row.online(ReasonCode.HTTPS_ONLY, at) : row.heard(at);
            case LATE, NEVER_SEEN -> row.online(ReasonCode.HTTPS_ONLY, at);
            case OFFLINE -> at.isAfter(row.since()) ? row.online(ReasonCode.HTTPS_ONLY, at) : row;
            case DISABLED -> row;
        };
    }

    private boolean statusOverdue(PresenceRow row, Instant at) {
        Instant status = row.statusAt();
        return status == null || Duration.between(status, at).compareTo(lateAfter(row)) >= 0;
    }

    /** What telemetry over MQTT means: it counts against silence, and never revives an ended session. */
    static PresenceRow telemetry(PresenceRow row, Instant at) {
        return switch (row.state()) {
            case ONLINE -> row.heard(at);
            case LATE, NEVER_SEEN -> row.online(ReasonCode.TELEMETRY, at);
            case OFFLINE -> fellSilent(row) ? row.online(ReasonCode.TELEMETRY, at) : row;
            case DISABLED -> row;
        };
    }

    private static boolean fellSilent(PresenceRow row) {
        boolean ended = row.mark() != null && row.mark().ended();
        return !ended && row.reason().equals(ReasonCode.SILENT.name());
    }

    private Duration silence(PresenceRow row, Instant now, Duration blind) {
        return Duration.between(seenAt(row), now).minus(blind);
    }

    private static Instant seenAt(PresenceRow row) {
        return row.lastSeenAt() == null ? row.since() : row.lastSeenAt();
    }

    private Duration nextBound(PresenceRow row) {
        Duration late = lateAfter(row);
        Duration offline = offlineAfter(row);
        return row.state() == PresenceState.ONLINE && late.compareTo(offline) < 0 ? late : offline;
    }

    private Duration lateAfter(PresenceRow row) {
        Duration interval = interval(row);
        return longer(lateAfter, interval.plus(interval.dividedBy(2)));
    }

    private Duration offlineAfter(PresenceRow row) {
        return longer(offlineAfter, interval(row).multipliedBy(3));
    }

    private static Duration interval(PresenceRow row) {
        Duration announced = row.heartbeatInterval();
        if (announced == null) {
            return Duration.ZERO;
        }
        return announced.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : announced;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
