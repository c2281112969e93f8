package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An operation with the parameters of one command, judged. */
record PreparedCommand<P>(Operation<P> operation, P parameters) {

    static <P> PreparedCommand<P> of(Operation<P> operation, ObjectNode parameters) throws RefusedParametersException {
        return new PreparedCommand<>(operation, operation.parse(parameters));
    }

    OperationResult run(CommandContext context) throws InterruptedException {
        return operation.run(parameters, context);
    }

    OperationResult resume(CommandContext context) throws InterruptedException {
        return operation.resume(parameters, context);
    }

    void repeat(CommandContext context) throws InterruptedException {
        operation.repeat(parameters, context);
    }
}
