package io.fleethub.schemas.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of one of its commands.
 *
 * @param attempt null = the current one
 * @param retryable null = no
 * @param result the operation's; not to be changed
 */
public record CommandUpdate(
        int v,
        CommandId commandId,
        @Nullable Integer attempt,
        UpdateStatus status,
        @Nullable Instant at,
        @Nullable Progress progress,
        @Nullable Reason reason,
        @Nullable Boolean retryable,
        @Nullable ObjectNode result)
        implements Message {

    public CommandUpdate {
        Checks.version(v);
        Checks.required("commandId", commandId);
        Checks.atLeast("attempt", attempt, 1);
        Checks.required("status", status);
    }

    /** An update that only names the status; the {@code with…} methods add the rest. */
    public static CommandUpdate of(CommandId commandId, int attempt, UpdateStatus status, Instant at) {
        return new CommandUpdate(VERSION, commandId, attempt, status, at, null, null, null, null);
    }

    public CommandUpdate withProgress(Progress value) {
        return new CommandUpdate(v, commandId, attempt, status, at, value, reason, retryable, result);
    }

    public CommandUpdate withReason(Reason value) {
        return new CommandUpdate(v, commandId, attempt, status, at, progress, value, retryable, result);
    }

    public CommandUpdate withRetryable(boolean value) {
        return new CommandUpdate(v, commandId, attempt, status, at, progress, reason, value, result);
    }

    public CommandUpdate withResult(@Nullable ObjectNode value) {
        return new CommandUpdate(v, commandId, attempt, status, at, progress, reason, retryable, value);
    }

    /** Whether another attempt may follow a failure. */
    public boolean mayRetry() {
        return Boolean.TRUE.equals(retryable);
    }

    public record Progress(
            @Nullable Double percent, @Nullable String step) {
        public Progress {
            if (percent != null && !(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("progress.percent: must be between 0 and 100");
            }
            Checks.text("progress.step", step, 256);
        }
    }
}
