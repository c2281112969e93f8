package io.fleethub.hub.platform.security;

import io.fleethub.hub.platform.db.Scope;
import java.util.UUID;

/**
 * A signed-in user.
 *
 * @param name the e-mail address, as histories show it
 */
public record Actor(String name, UUID userId, Role role, Scope.Tenant scope) {}
