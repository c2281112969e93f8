package io.fleethub.agent.config;

import java.util.regex.Pattern;

/** The password of this node: 64 lower-case hex characters. Never printed. */
public final class NodeSecret {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private final String value;

    public NodeSecret(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 64 lower-case hex characters");
        }
        this.value = value;
    }

    /** The secret itself, for the one who authenticates with it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "********";
    }
}
