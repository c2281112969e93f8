package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.ReasonCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the parameters of one command, typed; refuses with the name of the parameter. Null is as good as absent, and
 * unknown ones are ignored, as everywhere in the contract.
 *
 * <p>Values are quoted in no message: they come from outside. Immutable.
 */
public record Parameters(ObjectNode node) {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_TIME = 64;

    /** A text that must be, character by character, one of {@code allowed}. */
    public Optional<String> allowed(String name, Set<String> allowed) throws RefusedParametersException {
        Optional<String> value = text(name, LONGEST_NAME);
        if (value.isPresent() && !allowed.contains(value.get())) {
            throw new RefusedParametersException(
                    ReasonCode.NOT_ALLOWED, name + ": is not on the list of this node's configuration");
        }
        return value;
    }

    /** As {@link #allowed}, and it must be there. */
    public String requiredAllowed(String name, Set<String> allowed) throws RefusedParametersException {
        return allowed(name, allowed).orElseThrow(() -> bad(name + ": is missing"));
    }

    public Optional<String> text(String name, int longest) throws RefusedParametersException {
        Optional<JsonNode> value = value(name);
        if (value.isPresent()
                && (!value.get().isTextual() || value.get().textValue().length() > longest)) {
            throw bad(name + ": must be a text of at most " + longest + " characters");
        }
        return value.map(JsonNode::textValue);
    }

    public int number(String name, int otherwise, int least, int most) throws RefusedParametersException {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !isBetween(value.get(), least, most)) {
            throw bad(name + ": must be a whole number from " + least + " to " + most);
        }
        return value.map(JsonNode::intValue).orElse(otherwise);
    }

    public Optional<Instant> time(String name) throws RefusedParametersException {
        Optional<String> value = text(name, LONGEST_TIME);
        try {
            return value.map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw bad(name + ": must be a time as RFC 3339 writes it");
        }
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private static boolean isBetween(JsonNode value, int least, int most) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    private static RefusedParametersException bad(String detail) {
        return new RefusedParametersException(ReasonCode.BAD_PARAMETERS, detail);
    }
}
