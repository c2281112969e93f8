package io.fleethub.schemas.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads scalar tokens without exceptions and without ever making a big number of a long one. Stateless. */
final class ScalarTokens {

    private static final int LONG_DIGITS = 18;

    private ScalarTokens() {}

    /** The value as a metric takes it; null for null, objects and arrays. */
    static @Nullable Object metric(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getTextLength() <= LONG_DIGITS ? (Object) parser.getLongValue() : longNumber(parser.getText());
            case VALUE_NUMBER_FLOAT -> (Object) Double.parseDouble(parser.getText());
            default -> null;
        };
    }

    /** A whole number that fits a long; null for everything else. */
    static @Nullable Long whole(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            Object number = metric(parser, token);
            return number instanceof Long whole ? whole : null;
        }
        return null;
    }

    private static Object longNumber(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLargeForLong) {
            return Double.parseDouble(digits);
        }
    }
}
