package io.fleethub.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of one version of a node's configuration for a role; rises by one, begins at 1. */
public record Revision(@JsonValue long value) {

    @JsonCreator
    public Revision {
        if (value < 1) {
            throw new IllegalArgumentException("revision: must be at least 1");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
