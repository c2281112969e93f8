package io.fleethub.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a node, unique in the whole hub; also its MQTT client id and user name.
 *
 * @param value 1..63 characters of {@code [a-z0-9._-]}, beginning with a letter or digit
 */
public record NodeId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Set<String> RESERVED_WORDS = Set.of("hub", "broker");

    /** The hub's own probe through the whole path; of no tenant, never listed. */
    public static final NodeId CANARY = new NodeId("hub.canary");

    /** @throws IllegalArgumentException when the form is wrong; reserved names are of good form */
    @JsonCreator
    public NodeId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("nodeId must match " + FORM.pattern());
        }
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches();
    }

    /** Whether the platform keeps this name for itself, so that nobody can register it. */
    public boolean isReserved() {
        return RESERVED_WORDS.contains(value) || value.startsWith("hub.");
    }

    @Override
    public String toString() {
        return value;
    }
}
