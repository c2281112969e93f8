package io.fleethub.hub.platform.security;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.schemas.TenantId;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Tells who makes the current request, by its verified token. Of one request. */
@RequestScoped
public class CurrentActor {

    /** The claim with the user's tenant. */
    public static final String TENANT_CLAIM = "tenant";

    /** The claim with the sign-in that the token came from. */
    public static final String SIGN_IN_CLAIM = "sid";

    private final JsonWebToken token;

    CurrentActor(JsonWebToken token) {
        this.token = token;
    }

    /** The sign-in that the token came from; empty for one that came from none. */
    public Optional<UUID> signIn() {
        return Optional.<String>ofNullable(token.getClaim(SIGN_IN_CLAIM)).map(UUID::fromString);
    }

    /** What lasts longer than a request must not outlast this. */
    public Instant tokenExpiresAt() {
        return Instant.ofEpochSecond(token.getExpirationTime());
    }

    /** @throws UnauthorizedException when the request has no token */
    public Actor get() {
        String subject = token.getSubject();
        String tenant = token.getClaim(TENANT_CLAIM);
        if (subject == null || tenant == null || token.getGroups().size() != 1) {
            throw new UnauthorizedException("the token names no user, tenant and role");
        }
        Role role = Role.of(token.getGroups().iterator().next());
        if (role == Role.NODE_VIEWER) {
            // Its scope is a list of nodes, which nothing here knows; the whole tenant would be too much.
            throw new ForbiddenException("a node-viewer without nodes sees nothing");
        }
        return new Actor(
                token.getName(),
                UUID.fromString(subject),
                role,
                Scope.Tenant.of(new TenantId(UUID.fromString(tenant))));
    }
}
