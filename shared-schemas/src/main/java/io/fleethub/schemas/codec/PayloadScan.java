package io.fleethub.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A second look at a payload that was refused: whether it is one JSON value within the limits at all, and the version
 * it names. Only refused payloads pay for it.
 *
 * @param fault why it is not one JSON value; null when it is
 * @param version its field {@code v} as written, when that is a whole number
 */
record PayloadScan(@Nullable String fault, @Nullable String version) {

    static PayloadScan of(byte[] payload, JsonFactory factory) {
        try (JsonParser parser = factory.createParser(payload)) {
            return walk(parser);
        } catch (StreamConstraintsException limit) {
            return new PayloadScan(withoutSettings(limit) + position(limit), null);
        } catch (JsonProcessingException broken) {
            return new PayloadScan("not JSON" + position(broken), null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // bytes in memory do not fail to be read
        }
    }

    private static PayloadScan walk(JsonParser parser) throws IOException {
        JsonToken root = parser.nextToken();
        if (root == null || root == JsonToken.VALUE_NULL) {
            return new PayloadScan("the payload is empty or null", null);
        }
        String version = root == JsonToken.START_OBJECT ? version(parser) : null;
        parser.skipChildren();
        if (parser.nextToken() != null) {
            return new PayloadScan("more than one JSON value", null);
        }
        return new PayloadScan(null, version);
    }

    /** Reads to the end of the root object. */
    private static @Nullable String version(JsonParser parser) throws IOException {
        String version = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && field.equals("v")) {
                version = parser.getText();
            }
            parser.skipChildren();
        }
        return version;
    }

    private static String withoutSettings(StreamConstraintsException limit) {
        return limit.getOriginalMessage().replaceFirst(", from `StreamReadConstraints.*", "");
    }

    private static String position(JsonProcessingException broken) {
        return broken.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, broken.getLocation().getByteOffset());
    }
}
