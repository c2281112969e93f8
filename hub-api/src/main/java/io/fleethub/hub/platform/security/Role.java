package io.fleethub.hub.platform.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a user may do. The names are what tokens, routes and REST say. */
public enum Role {
    /** Reads the tenant. */
    VIEWER(Role.Names.VIEWER),
    /** Also updates nodes and sends commands. */
    OPERATOR(Role.Names.OPERATOR),
    /** Everything in the tenant. */
    ADMIN(Role.Names.ADMIN),
    /** The platform's administrator: tenants. */
    OWNER(Role.Names.OWNER),
    /** Reads telemetry and history of listed nodes only. */
    NODE_VIEWER(Role.Names.NODE_VIEWER);

    /** The same names as constants, for {@code @RolesAllowed}. */
    public static final class Names {
        public static final String VIEWER = "viewer";
        public static final String OPERATOR = "operator";
        public static final String ADMIN = "admin";
        public static final String OWNER = "owner";
        public static final String NODE_VIEWER = "node-viewer";

        private Names() {}
    }

    private final String label;

    Role(String label) {
        this.label = label;
    }

    @JsonValue
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException when there is no such role */
    @JsonCreator
    public static Role of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("role must be one of "
                        + Arrays.stream(values()).map(Role::label).toList()));
    }
}
