package io.fleethub.agent.commands.journal;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandRequest;

/** One attempt of one command: what happens at most once. */
public record CommandKey(CommandId commandId, int attempt) {

    public static CommandKey of(CommandRequest request) {
        return new CommandKey(request.commandId(), request.attempt());
    }

    @Override
    public String toString() {
        return commandId + "/" + attempt;
    }
}
