package io.fleethub.hub.nodes.presence;

import org.jspecify.annotations.Nullable;

/**
 * A node's place in the order of its own reports; pure data.
 *
 * @param n of the latest report that was read; null when the session's death came before any
 * @param birthN of the session's latest BIRTH that was read; null while there was none
 * @param ended a DEATH ends its session for good
 */
record SessionMark(
        String storageId,
        long session,
        @Nullable Long n,
        @Nullable Long birthN,
        boolean ended) {

    SessionMark end() {
        return new SessionMark(storageId, session, n, birthN, true);
    }

    SessionMark at(long laterN) {
        return new SessionMark(storageId, session, laterN, birthN, ended);
    }

    SessionMark bornAt(long bornN) {
        return new SessionMark(storageId, session, n, bornN, ended);
    }

    /** Whether the session's BIRTH was never read, so that the node's capabilities are those of an earlier session at best. */
    boolean unborn() {
        return birthN == null;
    }
}
