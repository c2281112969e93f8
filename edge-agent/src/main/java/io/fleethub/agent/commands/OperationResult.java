package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.ReasonCode;
import org.jspecify.annotations.Nullable;

/** How an operation ended. */
public sealed interface OperationResult {

    /** @param result as the operation's schema says; null when it has none */
    record Succeeded(@Nullable ObjectNode result) implements OperationResult {}

    /** @param retryable whether another attempt may do better */
    record Failed(ReasonCode reason, String detail, boolean retryable) implements OperationResult {}

    /** Nothing was done. */
    record Rejected(ReasonCode reason, String detail) implements OperationResult {}
}
