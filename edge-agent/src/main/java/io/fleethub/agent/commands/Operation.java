package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;

/**
 * One kind of thing that this node can do.
 *
 * <p>It is called by the command worker alone, one command at a time. It must heed an interrupt, which means that the
 * command's time is over, that it was canceled or that the agent goes down: by throwing {@link InterruptedException},
 * with whatever it had started ended.
 *
 * @param <P> its parameters, read and checked
 */
public interface Operation<P> {

    OperationName name();

    /** JSON Schema of the parameters as this node allows them, for the birth message. */
    ObjectNode parametersSchema();

    /** Judges the parameters; starts nothing. */
    P parse(ObjectNode parameters) throws RefusedParametersException;

    OperationResult run(P parameters, CommandContext context) throws InterruptedException;

    /**
     * Goes on with a command that an earlier agent began and did not end. The default repeats nothing and says so.
     */
    default OperationResult resume(P parameters, CommandContext context) throws InterruptedException {
        return new OperationResult.Failed(
                ReasonCode.INTERRUPTED,
                "the agent ended in the middle of it, and it cannot be told how far it was",
                true);
    }

    /** Sends again what goes with the result of a command that has succeeded; the result itself follows by itself. */
    default void repeat(P parameters, CommandContext context) throws InterruptedException {}

    /** Whether {@link #repeat} has anything to do. */
    default boolean repeatable() {
        return false;
    }

    /** Whether it may be interrupted half-way because somebody changed their mind. */
    default boolean cancelable() {
        return false;
    }
}
