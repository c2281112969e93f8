package io.fleethub.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Turns the JSON library's exceptions into reasons that name the field and quote no payload. Stateless. */
final class Refusals {

    private Refusals() {}

    static UnreadableMessageException explain(JsonProcessingException refused, byte[] payload, JsonFactory factory) {
        if (refused instanceof StreamConstraintsException || !(refused instanceof JsonMappingException mapping)) {
            return new UnreadableMessageException(ReasonCode.UNREADABLE, position(refused));
        }
        if (mapping.getCause() instanceof StreamConstraintsException limit) {
            return new UnreadableMessageException(ReasonCode.UNREADABLE, position(limit));
        }
        if (mapping.getCause() instanceof JsonProcessingException broken && !(broken instanceof JsonMappingException)) {
            return new UnreadableMessageException(ReasonCode.UNREADABLE, position(broken));
        }
        if (isOfAnotherVersion(payload, factory)) {
            return new UnreadableMessageException(
                    ReasonCode.UNKNOWN_VERSION, "v: only " + Message.VERSION + " is known");
        }
        return new UnreadableMessageException(ReasonCode.BAD_MESSAGE, fault(mapping));
    }

    private static String position(JsonProcessingException broken) {
        String what = broken instanceof StreamConstraintsException
                ? broken.getOriginalMessage().replaceFirst(" \\(from .*", "")
                : "not JSON";
        if (broken.getLocation() == null) {
            return what;
        }
        return what + " at byte " + Math.max(0, broken.getLocation().getByteOffset());
    }

    private static String fault(JsonMappingException mapping) {
        if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
            return String.valueOf(mapping.getCause().getMessage());
        }
        String path = path(mapping);
        if (mapping instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return path + ": must be one of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(" "));
        }
        if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return path + ": must be " + kind(mismatch.getTargetType());
        }
        return path + ": " + mapping.getOriginalMessage();
    }

    private static String path(JsonMappingException mapping) {
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "message" : path.substring(path.startsWith(".") ? 1 : 0);
    }

    private static String kind(Class<?> target) {
        if (target == String.class || target.isEnum()) {
            return "text";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return target == Double.class ? "a number" : "a whole number in range";
        }
        if (Iterable.class.isAssignableFrom(target) && !target.getName().contains("ObjectNode")) {
            return "an array";
        }
        return target.isRecord() || target.getName().contains("ObjectNode") ? "an object" : "of another kind";
    }

    private static boolean isOfAnotherVersion(byte[] payload, JsonFactory factory) {
        try (JsonParser parser = factory.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("v")) {
                    return token == JsonToken.VALUE_NUMBER_INT
                            && !parser.getText().equals(String.valueOf(Message.VERSION));
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException broken) {
            return false; // then it is broken, whatever its version
        }
    }
}
