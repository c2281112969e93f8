package io.fleethub.schemas.message;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that the constructors share; every one names the field it refuses. Stateless. */
final class Checks {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Checks() {}

    static void version(int v) {
        if (v != Message.VERSION) {
            throw new IllegalArgumentException("v: must be " + Message.VERSION);
        }
    }

    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": is missing");
        }
        return value;
    }

    /** An id that a machine made, as of a stream, a storage, a boot. */
    static void id(String field, @Nullable String value) {
        form(field, value, ID, "must be 1..64 characters of A-Za-z0-9._:-");
    }

    /** A reason, state or operation. */
    static void code(String field, @Nullable String value) {
        form(field, value, CODE, "must be an upper-case word of at most 64 characters");
    }

    /** The name of a service, an application, a role, a log source. */
    static void name(String field, @Nullable String value) {
        form(field, value, NAME, "must be 1..128 characters of A-Za-z0-9._@:-");
    }

    static void sha256(String field, @Nullable String value) {
        form(field, value, SHA256, "must be 64 lower-case hex characters");
    }

    static void text(String field, @Nullable String value, int max) {
        if (value != null && value.codePointCount(0, value.length()) > max) {
            throw new IllegalArgumentException(field + ": must be at most " + max + " characters");
        }
    }

    static void range(String field, @Nullable Long value, long min, long max) {
        if (value != null && (value < min || value > max)) {
            throw new IllegalArgumentException(field + ": must be between " + min + " and " + max);
        }
    }

    static void atLeast(String field, @Nullable Long value, long min) {
        if (value != null && value < min) {
            throw new IllegalArgumentException(field + ": must be at least " + min);
        }
    }

    static void atLeast(String field, @Nullable Integer value, int min) {
        if (value != null && value < min) {
            throw new IllegalArgumentException(field + ": must be at least " + min);
        }
    }

    /** An immutable copy. */
    static <T> @Nullable List<T> list(String field, @Nullable List<T> values, int max) {
        if (values == null) {
            return null;
        }
        if (values.size() > max) {
            throw new IllegalArgumentException(field + ": must have at most " + max + " entries");
        }
        for (T value : values) {
            required(field + "[]", value);
        }
        return List.copyOf(values);
    }

    private static void form(String field, @Nullable String value, Pattern form, String otherwise) {
        if (value != null && !form.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": " + otherwise);
        }
    }
}
