package io.fleethub.hub.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleethub.schemas.message.Reason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command in a list: without what may be large. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CommandListItem(
        UUID commandId,
        String nodeId,
        String operation,
        CommandStatus status,
        int attempt,
        int priority,
        @Nullable Reason reason,
        String createdBy,
        Instant createdAt,
        Instant startBy,
        @Nullable Instant finishedAt) {}
