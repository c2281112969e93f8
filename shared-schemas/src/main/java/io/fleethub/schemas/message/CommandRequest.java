package io.fleethub.schemas.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.CommandId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command as it reaches the node. The operation is open text: a node answers one that it does not know with REJECTED.
 *
 * @param attempt begins at 1
 * @param parameters an absent one is read as empty; not to be changed
 * @param startBy nothing starts after it
 * @param runFor how long it may run from its begin
 */
public record CommandRequest(
        int v,
        CommandId commandId,
        int attempt,
        String operation,
        ObjectNode parameters,
        Instant issuedAt,
        Instant startBy,
        Duration runFor)
        implements Message {

    /** @param parameters null = none */
    public CommandRequest(
            int v,
            CommandId commandId,
            int attempt,
            String operation,
            @Nullable ObjectNode parameters,
            Instant issuedAt,
            Instant startBy,
            Duration runFor) {
        Checks.version(v);
        Checks.atLeast("attempt", (Integer) attempt, 1);
        Checks.code("operation", Checks.required("operation", operation));
        this.v = v;
        this.commandId = Checks.required("commandId", commandId);
        this.attempt = attempt;
        this.operation = operation;
        this.parameters = parameters == null ? JsonNodeFactory.instance.objectNode() : parameters;
        this.issuedAt = Checks.required("issuedAt", issuedAt);
        this.startBy = Checks.required("startBy", startBy);
        this.runFor = Checks.required("runFor", runFor);
    }
}
