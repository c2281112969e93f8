package io.fleethub.hub.bridge;

/**
 * What presence, which reads a status first, tells the handlers after it about that status.
 *
 * @param stale of an older or ended session, or passed by a later one: only its answer may be of use, nothing of it is news
 * @param sessionOpened from this status on the node is there in a new session: what is due to it is sent now
 * @param born a BIRTH was read: capabilities, addresses and keys may have changed
 * @param storageNew the node's storage was never seen before: it remembers no command that was sent to it; said once, even of a DEATH
 */
public record StatusStanding(boolean stale, boolean sessionOpened, boolean born, boolean storageNew) {

    /** One more sign of a session that goes on. */
    public static final StatusStanding CONTINUED = new StatusStanding(false, false, false, false);

    /** Nothing of it is news. */
    public static final StatusStanding STALE = new StatusStanding(true, false, false, false);
}
