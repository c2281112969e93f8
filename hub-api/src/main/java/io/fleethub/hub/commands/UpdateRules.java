package io.fleethub.hub.commands;

import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import java.time.Instant;

/**
 * Judges the answers of nodes: they come twice, late, out of order and before the broker's own acknowledgement. Pure and
 * stateless.
 */
final class UpdateRules {

    /**
     * Where a command stands when an answer is judged.
     *
     * @param awaitsLogs the node has said SUCCEEDED, and the hub still lacks what that promises
     */
    record Standing(CommandStatus status, boolean awaitsLogs, int attempt, int maxAttempts, Instant startBy) {

        /** Whether an attempt that fails now is followed by another. */
        boolean mayTryAgain(Instant now) {
            return status.mayBeTriedAgain() && attempt < maxAttempts && now.isBefore(startBy);
        }
    }

    /** What an answer does to its command. */
    sealed interface Verdict {

        /** The command moves. */
        record Move(CommandStatus to) implements Verdict {}

        /** The attempt failed and the next one is queued. */
        record TryAgain() implements Verdict {}

        /** The command is final already, with another outcome: the answer is kept beside it. */
        record KeepLate(CommandStatus said) implements Verdict {}

        /** The answer is of an attempt that is over: it stands in the history and changes nothing. */
        record Note() implements Verdict {}

        /** Nothing that was not known, or nothing that still counts. */
        record Ignore() implements Verdict {}

        /** The hub never made such an attempt. */
        record UnknownAttempt(int attempt) implements Verdict {}
    }

    private UpdateRules() {}

    static Verdict judge(Standing standing, CommandUpdate update, Instant now) {
        Integer named = update.attempt();
        int attempt = named == null ? standing.attempt() : named;
        if (attempt > standing.attempt()) {
            return new Verdict.UnknownAttempt(attempt);
        }
        if (attempt < standing.attempt()) {
            return new Verdict.Note();
        }
        CommandStatus said = statusOf(update.status());
        if (standing.status().isFinal()) {
            return said.isFinal() && said != standing.status() ? new Verdict.KeepLate(said) : new Verdict.Ignore();
        }
        if (standing.awaitsLogs()) {
            return new Verdict.Ignore();
        }
        if (said == CommandStatus.FAILED && update.mayRetry() && standing.mayTryAgain(now)) {
            return new Verdict.TryAgain();
        }
        return isLater(standing.status(), said, update) ? new Verdict.Move(said) : new Verdict.Ignore();
    }

    static CommandStatus statusOf(UpdateStatus said) {
        return switch (said) {
            case RECEIVED -> CommandStatus.DELIVERED;
            case IN_PROGRESS -> CommandStatus.IN_PROGRESS;
            case SUCCEEDED -> CommandStatus.SUCCEEDED;
            case FAILED -> CommandStatus.FAILED;
            case REJECTED -> CommandStatus.REJECTED;
            case CANCELED -> CommandStatus.CANCELED;
        };
    }

    /** A command that is being canceled goes back to its work only when the node refuses the cancel. */
    private static boolean isLater(CommandStatus status, CommandStatus said, CommandUpdate update) {
        if (status == CommandStatus.CANCELING && said == CommandStatus.IN_PROGRESS) {
            return refusesCancel(update);
        }
        return status.canMoveTo(said);
    }

    private static boolean refusesCancel(CommandUpdate update) {
        Reason reason = update.reason();
        return reason != null && reason.code().equals(ReasonCode.CANCEL_REFUSED.name());
    }
}
