package io.fleethub.agent.commands;

import io.fleethub.agent.commands.journal.CommandKey;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import java.time.Clock;

/** Makes the updates that tell of a command. Immutable. */
final class Updates {

    private final Clock clock;

    Updates(Clock clock) {
        this.clock = clock;
    }

    CommandUpdate of(CommandKey key, UpdateStatus status) {
        return CommandUpdate.of(key.commandId(), key.attempt(), status, clock.instant());
    }

    CommandUpdate progress(CommandKey key, double percent, String step) {
        return of(key, UpdateStatus.IN_PROGRESS).withProgress(new CommandUpdate.Progress(percent, step));
    }

    CommandUpdate rejected(CommandKey key, ReasonCode reason, String detail) {
        return of(key, UpdateStatus.REJECTED).withReason(Reason.of(reason, detail));
    }

    CommandUpdate canceled(CommandKey key) {
        return of(key, UpdateStatus.CANCELED).withReason(Reason.of(ReasonCode.CANCELED));
    }

    CommandUpdate ended(CommandKey key, OperationResult result) {
        if (result instanceof OperationResult.Succeeded succeeded) {
            return of(key, UpdateStatus.SUCCEEDED).withResult(succeeded.result());
        }
        if (result instanceof OperationResult.Failed failed) {
            return of(key, UpdateStatus.FAILED)
                    .withReason(Reason.of(failed.reason(), failed.detail()))
                    .withRetryable(failed.retryable());
        }
        OperationResult.Rejected rejected = (OperationResult.Rejected) result;
        return rejected(key, rejected.reason(), rejected.detail());
    }
}
