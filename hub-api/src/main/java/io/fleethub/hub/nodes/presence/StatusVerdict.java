package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.StatusStanding;

/**
 * What one status means.
 *
 * @param after the presence from now on; the same as before when the status is stale
 * @param readsBirth what only a BIRTH tells is taken from it, even when a later report overtook it
 * @param readsRest all else that it tells is taken from it
 * @param answered the hub answers it; not when it is of a session that is over
 * @param birthWanted the session goes on and its BIRTH never came
 */
record StatusVerdict(
        PresenceRow after,
        StatusStanding standing,
        boolean readsBirth,
        boolean readsRest,
        boolean answered,
        boolean birthWanted) {

    /** The same with another presence. */
    StatusVerdict after(PresenceRow other) {
        return new StatusVerdict(other, standing, readsBirth, readsRest, answered, birthWanted);
    }

    /** Of a session that is over, or of a node that is disabled. */
    static StatusVerdict over(PresenceRow unchanged) {
        return new StatusVerdict(unchanged, StatusStanding.STALE, false, false, false, false);
    }

    /** Passed by a later report of the same session, or delivered before. */
    static StatusVerdict passed(PresenceRow unchanged) {
        return new StatusVerdict(unchanged, StatusStanding.STALE, false, false, true, false);
    }

    /** A BIRTH that a later report of its session overtook on another connection: what only a BIRTH tells is still news. */
    static StatusVerdict lateBirth(PresenceRow after) {
        return new StatusVerdict(after, new StatusStanding(true, false, true, false), true, false, true, false);
    }

    static StatusVerdict death(PresenceRow after, boolean storageNew) {
        return new StatusVerdict(
                after, new StatusStanding(false, false, false, storageNew), false, false, false, false);
    }

    static StatusVerdict sign(PresenceRow after, StatusStanding standing, boolean birthWanted) {
        return new StatusVerdict(after, standing, standing.born(), true, true, birthWanted);
    }
}
