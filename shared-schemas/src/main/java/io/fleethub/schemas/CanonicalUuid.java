package io.fleethub.schemas;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reads UUIDs in the one form the contract knows; {@link UUID#fromString} alone also takes {@code 1-1-1-1-1}. */
final class CanonicalUuid {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private CanonicalUuid() {}

    static UUID parse(String field, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(field + ": must be a UUID of 36 characters");
        }
        return UUID.fromString(text);
    }
}
