package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.hub.nodes.presence.PresenceRow.PendingDeath;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a status means for a node's presence. A storage never seen before is newer than all known ones, a known older one never
 * comes back; then the higher session; then the higher {@code n}. Clocks play no part. A status without these fields counts in the
 * order of receipt. No input or output; stateless.
 */
final class StatusRules {

    /** How long a DEATH without a number waits for something else to come. */
    static final Duration DEATH_DELAY = Duration.ofSeconds(5);

    private StatusRules() {}

    /** @param storageKnown the status names a storage that this node has or once had */
    static StatusVerdict judge(PresenceRow before, StatusReport status, Instant receivedAt, boolean storageKnown) {
        if (before.state() == PresenceState.DISABLED) {
            return StatusVerdict.over(before);
        }
        String storage = status.storageId();
        Long session = status.session();
        if (storage == null || session == null) {
            return withoutOrder(before, status, receivedAt);
        }
        SessionMark mark = before.mark();
        boolean currentStorage = mark != null && mark.storageId().equals(storage);
        if (mark == null || !currentStorage) {
            SessionMark opened = new SessionMark(storage, session, null, null, false);
            return storageKnown && mark != null
                    ? StatusVerdict.over(before)
                    : newSession(before, opened, status, receivedAt, !storageKnown);
        }
        if (session > mark.session()) {
            SessionMark opened = new SessionMark(storage, session, null, null, false);
            return newSession(before, opened, status, receivedAt, false);
        }
        return session < mark.session() || mark.ended()
                ? StatusVerdict.over(before)
                : sameSession(before, mark, status, receivedAt);
    }

    private static StatusVerdict newSession(
            PresenceRow before, SessionMark opened, StatusReport status, Instant at, boolean storageNew) {
        if (status.event() == StatusEvent.DEATH) {
            return StatusVerdict.death(gone(before.marked(opened.end()), status, at), storageNew);
        }
        boolean born = status.event() == StatusEvent.BIRTH;
        SessionMark mark = placed(opened, status);
        PresenceRow after = beating(before.marked(mark), status).online(ReasonCode.HEARTBEAT, at);
        return StatusVerdict.sign(after, new StatusStanding(false, true, born, storageNew), mark.unborn());
    }

    private static StatusVerdict sameSession(PresenceRow before, SessionMark mark, StatusReport status, Instant at) {
        if (status.event() == StatusEvent.DEATH) {
            return StatusVerdict.death(gone(before.marked(mark.end()), status, at), false);
        }
        long n = Objects.requireNonNull(status.n());
        boolean birth = status.event() == StatusEvent.BIRTH;
        if (mark.n() != null && n <= mark.n()) {
            boolean news = birth && (mark.birthN() == null || n > mark.birthN());
            return news
                    ? StatusVerdict.lateBirth(beating(before.marked(mark.bornAt(n)), status))
                    : StatusVerdict.passed(before);
        }
        SessionMark placed = placed(mark, status);
        PresenceRow after = beating(before.marked(placed), status).online(ReasonCode.HEARTBEAT, at);
        return StatusVerdict.sign(after, new StatusStanding(false, false, birth, false), placed.unborn());
    }

    private static StatusVerdict withoutOrder(PresenceRow before, StatusReport status, Instant at) {
        if (status.event() == StatusEvent.DEATH) {
            return strangersDeath(before, status, at);
        }
        boolean born = status.event() == StatusEvent.BIRTH;
        PresenceRow after = beating(before, status).online(ReasonCode.HEARTBEAT, at);
        boolean opened = born || !before.state().reachable();
        return StatusVerdict.sign(after, new StatusStanding(false, opened, born, false), false);
    }

    private static StatusVerdict strangersDeath(PresenceRow before, StatusReport status, Instant at) {
        if (before.state() == PresenceState.OFFLINE || before.death() != null) {
            return StatusVerdict.over(before);
        }
        return StatusVerdict.death(before.dying(new PendingDeath(at.plus(DEATH_DELAY), reasonOf(status))), false);
    }

    private static PresenceRow gone(PresenceRow row, StatusReport status, Instant at) {
        return row.dying(null).moved(PresenceState.OFFLINE, reasonOf(status), at);
    }

    private static SessionMark placed(SessionMark mark, StatusReport status) {
        long n = Objects.requireNonNull(status.n());
        SessionMark later = mark.at(n);
        return status.event() == StatusEvent.BIRTH ? later.bornAt(n) : later;
    }

    private static PresenceRow beating(PresenceRow row, StatusReport status) {
        return status.event() == StatusEvent.BIRTH ? row.beating(status.heartbeatInterval()) : row;
    }

    private static String reasonOf(StatusReport death) {
        @Nullable String given = death.reason() == null ? null : death.reason().code();
        return given == null ? ReasonCode.CONNECTION_LOST.name() : given;
    }
}
