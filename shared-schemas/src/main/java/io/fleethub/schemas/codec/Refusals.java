package io.fleethub.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Turns the JSON library's exceptions into reasons that name the field and quote no payload. Stateless. */
final class Refusals {

    private Refusals() {}

    static UnreadableMessageException explain(JsonProcessingException refused, byte[] payload, JsonFactory factory) {
        PayloadScan scan = PayloadScan.of(payload, factory);
        if (scan.fault() != null) {
            return new UnreadableMessageException(ReasonCode.UNREADABLE, scan.fault());
        }
        if (scan.version() != null && !scan.version().equals(String.valueOf(Message.VERSION))) {
            return new UnreadableMessageException(
                    ReasonCode.UNKNOWN_VERSION, "v: only " + Message.VERSION + " is known");
        }
        String fault = refused instanceof JsonMappingException mapping ? fault(mapping) : "a number is out of range";
        return new UnreadableMessageException(ReasonCode.BAD_MESSAGE, fault);
    }

    private static String fault(JsonMappingException mapping) {
        if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
            return String.valueOf(mapping.getCause().getMessage());
        }
        String path = path(mapping);
        if (mapping.getCause() instanceof InputCoercionException) {
            return path + ": must be a whole number in range";
        }
        if (mapping instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return path + ": must be one of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(" "));
        }
        if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return mapping.getOriginalMessage().startsWith("Cannot map `null`")
                    ? path + ": is missing"
                    : path + ": must be " + kind(mismatch.getTargetType());
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
}
