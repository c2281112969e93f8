package io.fleethub.agent.commands.journal;

import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one attempt.
 *
 * @param limitMillis uptime in {@code bootId}: until when it may start (RECEIVED) or run (BEGUN)
 * @param checkpoint the operation's own word on how far it is
 * @param lastUpdate what was last told
 */
public record JournalEntry(
        CommandKey key,
        Phase phase,
        CommandRequest request,
        String bootId,
        long limitMillis,
        @Nullable String checkpoint,
        CommandUpdate lastUpdate) {

    public enum Phase {
        RECEIVED,
        BEGUN,
        ENDED
    }

    public boolean ended() {
        return phase == Phase.ENDED;
    }
}
