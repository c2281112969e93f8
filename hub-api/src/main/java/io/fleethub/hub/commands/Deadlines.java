package io.fleethub.hub.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two deadlines of a command: it is begun by {@code startBy}, and ends within {@code runFor} of the node's word that it
 * has it.
 *
 * @param runDeadline of the current attempt; null until the node has answered it
 */
record Deadlines(
        CommandStatus status,
        boolean everPublished,
        Instant startBy,
        @Nullable Instant runDeadline) {

    /**
     * The final status that time has brought, if any.
     *
     * @param grace how long the hub waits for an answer that may be on its way
     */
    Optional<CommandStatus> outcome(Instant now, Duration grace) {
        if (runDeadline != null
                && status.canMoveTo(CommandStatus.TIMED_OUT)
                && !now.isBefore(runDeadline.plus(grace))) {
            return Optional.of(CommandStatus.TIMED_OUT);
        }
        Instant lastStart = everPublished ? startBy.plus(grace) : startBy;
        if (mayHaveNotBegun() && !now.isBefore(lastStart)) {
            return Optional.of(CommandStatus.EXPIRED);
        }
        return Optional.empty();
    }

    /** How long a message with the command may live from now; not positive when it must not be published any more. */
    Duration messageLife(Instant now) {
        return Duration.between(now, runDeadline == null ? startBy : runDeadline);
    }

    /** What is being canceled may have been at work before; then only its run deadline ends it. */
    private boolean mayHaveNotBegun() {
        return status.canMoveTo(CommandStatus.EXPIRED) && !(status == CommandStatus.CANCELING && runDeadline != null);
    }
}
