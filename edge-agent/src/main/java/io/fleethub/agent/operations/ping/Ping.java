package io.fleethub.agent.operations.ping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.commands.CommandContext;
import io.fleethub.agent.commands.Operation;
import io.fleethub.agent.commands.OperationResult;
import io.fleethub.agent.operations.ParameterSchema;
import io.fleethub.schemas.message.OperationName;
import java.time.InstantSource;

/** Answers with the node's time. Without state. */
public final class Ping implements Operation<Ping.Nothing> {

    /** There are no parameters. */
    public record Nothing() {}

    private final InstantSource clock;

    public Ping(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public OperationName name() {
        return OperationName.PING;
    }

    @Override
    public ObjectNode parametersSchema() {
        return ParameterSchema.create().build();
    }

    @Override
    public Nothing parse(ObjectNode parameters) {
        return new Nothing();
    }

    @Override
    public OperationResult run(Nothing nothing, CommandContext context) {
        return new OperationResult.Succeeded(
                JsonNodeFactory.instance.objectNode().put("at", clock.instant().toString()));
    }

    /** Nothing but an answer comes of it, so it is simply done. */
    @Override
    public OperationResult resume(Nothing nothing, CommandContext context) {
        return run(nothing, context);
    }
}
