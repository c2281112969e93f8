package io.fleethub.hub.auth;

import io.fleethub.hub.platform.security.Role;
import java.time.Instant;
import java.util.UUID;

record UserView(UUID userId, String email, Role role, Instant createdAt) {

    static UserView of(User user) {
        return new UserView(user.id(), user.email(), user.role(), user.createdAt());
    }
}
