package io.fleethub.hub.bridge;

import io.fleethub.schemas.message.SeqRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the features have to say in the answer to one birth or heartbeat; the bridge adds the time, {@code session} and {@code n} and
 * sends it after the commit. Lives within one handling of one message, on one thread.
 */
public final class HubSyncDraft {

    private boolean birthWanted;
    private @Nullable String streamId;
    private @Nullable Long committedThrough;
    private List<SeqRange> ranges = List.of();
    private @Nullable Integer commandsPending;
    private boolean silent;
    private StatusStanding standing = StatusStanding.CONTINUED;

    /** Forgets everything, for another try at the same message. */
    public void clear() {
        birthWanted = false;
        streamId = null;
        committedThrough = null;
        ranges = List.of();
        commandsPending = null;
        silent = false;
        standing = StatusStanding.CONTINUED;
    }

    /** The node's capabilities are not known: it is asked for its BIRTH again. */
    public void wantBirth() {
        birthWanted = true;
    }

    /** What of the node's outbox is committed or refused for good. */
    public void committed(String stream, long through, List<SeqRange> above) {
        streamId = stream;
        committedThrough = through;
        ranges = List.copyOf(above);
    }

    public void commandsPending(int count) {
        commandsPending = count;
    }

    /** No answer at all: the message is of a session that is over. */
    public void silence() {
        silent = true;
    }

    /** Said by presence, the first to read a status, for the handlers after it. */
    public void standing(StatusStanding value) {
        standing = value;
    }

    public StatusStanding standing() {
        return standing;
    }

    public boolean birthWanted() {
        return birthWanted;
    }

    public @Nullable String streamId() {
        return streamId;
    }

    public @Nullable Long committedThrough() {
        return committedThrough;
    }

    public List<SeqRange> ranges() {
        return ranges;
    }

    public @Nullable Integer commandsPending() {
        return commandsPending;
    }

    public boolean silent() {
        return silent;
    }
}
