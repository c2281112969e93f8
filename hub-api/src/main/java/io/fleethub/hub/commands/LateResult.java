package io.fleethub.hub.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a node said of a command that had ended otherwise. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LateResult(
        int attempt,
        CommandStatus status,
        Instant at,
        @Nullable Reason reason,
        @Nullable ObjectNode result) {}
