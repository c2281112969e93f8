package io.fleethub.hub.commands;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command as REST shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CommandView(
        UUID commandId,
        String nodeId,
        String operation,
        ObjectNode parameters,
        CommandStatus status,
        int attempt,
        int priority,
        @Nullable Reason reason,
        @Nullable ObjectNode progress,
        @Nullable ObjectNode result,
        @Nullable ObjectNode lateResult,
        Instant createdAt,
        Instant startBy,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration runFor,
        @Nullable Instant finishedAt,
        List<ChangeView> history) {

    /**
     * One line of the history.
     *
     * @param from null for the first
     * @param actor a user's e-mail address, {@code node} or {@code hub}
     * @param reason a code
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ChangeView(
            Instant at,
            @Nullable CommandStatus from,
            CommandStatus to,
            String actor,
            @Nullable String reason,
            @Nullable String detail,
            int attempt) {}
}
