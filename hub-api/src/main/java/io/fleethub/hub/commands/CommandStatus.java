package io.fleethub.hub.commands;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The states of a command and the one table of legal moves between them (docs/reference, "States"). Skipping is legal,
 * because several connections reorder; what is final never moves. Immutable.
 */
public enum CommandStatus {
    /** Waits in the database; nothing is known of it outside. */
    QUEUED,
    /** The broker has it. Says nothing about the node. */
    SENT,
    /** The node itself said RECEIVED. */
    DELIVERED,
    IN_PROGRESS,
    /** Somebody wants it stopped and the node has not answered yet. */
    CANCELING,
    SUCCEEDED,
    FAILED,
    REJECTED,
    /** Was not begun in time. */
    EXPIRED,
    /** Was begun and did not end in time. */
    TIMED_OUT,
    CANCELED;

    private static final Set<CommandStatus> ANSWERS = EnumSet.of(SUCCEEDED, FAILED, REJECTED, CANCELED);
    private static final Map<CommandStatus, Set<CommandStatus>> MOVES = new EnumMap<>(CommandStatus.class);

    static {
        allow(QUEUED, SENT, DELIVERED, IN_PROGRESS, EXPIRED);
        allow(SENT, DELIVERED, IN_PROGRESS, QUEUED, CANCELING, EXPIRED);
        allow(DELIVERED, IN_PROGRESS, QUEUED, CANCELING, EXPIRED, TIMED_OUT);
        allow(IN_PROGRESS, QUEUED, CANCELING, TIMED_OUT);
        allow(CANCELING, IN_PROGRESS, EXPIRED, TIMED_OUT);
    }

    private static void allow(CommandStatus from, CommandStatus first, CommandStatus... others) {
        EnumSet<CommandStatus> targets = EnumSet.of(first, others);
        targets.addAll(ANSWERS);
        MOVES.put(from, Collections.unmodifiableSet(targets));
    }

    /**
     * Whether the table has this move. {@code SENT, DELIVERED, IN_PROGRESS → QUEUED} is the next attempt, {@code
     * CANCELING → IN_PROGRESS} a refused cancel; a state never moves to itself.
     */
    public boolean canMoveTo(CommandStatus next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    public boolean isFinal() {
        return !MOVES.containsKey(this);
    }

    /** Whether an attempt that fails here may be followed by another: not when somebody wants the command gone. */
    boolean mayBeTriedAgain() {
        return !isFinal() && this != CANCELING;
    }

    /** Whether the node has not said yet that it has the current attempt. */
    boolean isUnanswered() {
        return this == QUEUED || this == SENT;
    }
}
