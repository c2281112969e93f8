package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.topic.Channel;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which command a message speaks of that cannot be trusted or read as a whole, so that its refusal can be told.
 *
 * @param attempt null = the current one
 */
record NamedCommand(CommandId id, @Nullable Integer attempt) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Empty also for a cancel: a refused one must not end the command that it names. */
    static Optional<NamedCommand> in(byte[] payload) {
        if (payload.length > Channel.COMMANDS.maxBytes()) {
            return Optional.empty();
        }
        try {
            JsonNode tree = MAPPER.readTree(payload);
            JsonNode attempt = tree.path("attempt");
            boolean usable = attempt.isIntegralNumber() && attempt.canConvertToInt() && attempt.intValue() >= 1;
            return Optional.of(new NamedCommand(
                    CommandId.of(tree.path("commandId").asText()), usable ? attempt.intValue() : null));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
