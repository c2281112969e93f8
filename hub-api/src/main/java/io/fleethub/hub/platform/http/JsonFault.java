package io.fleethub.hub.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

/** Says which field of a JSON body could not be read, and why, without the words of the JSON library. */
final class JsonFault {

    private JsonFault() {}

    static FieldError of(JacksonException fault) {
        if (fault instanceof JsonMappingException mapping) {
            return new FieldError(path(mapping), reason(mapping));
        }
        return new FieldError("", "the body is not well-formed JSON");
    }

    private static String path(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String reason(JsonMappingException fault) {
        if (fault instanceof UnrecognizedPropertyException) {
            return "is not known here";
        }
        if (fault instanceof ValueInstantiationException
                && fault.getCause() instanceof IllegalArgumentException cause) {
            return String.valueOf(cause.getMessage());
        }
        if (fault instanceof InvalidFormatException format && format.getTargetType() != null) {
            return "is not a " + format.getTargetType().getSimpleName();
        }
        return "is of the wrong type";
    }
}
