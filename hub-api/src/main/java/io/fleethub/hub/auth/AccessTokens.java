package io.fleethub.hub.auth;

import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.hub.platform.security.SigningKey;
import io.fleethub.hub.platform.security.SigningKey.Purpose;
import io.fleethub.hub.platform.security.SigningKeys;
import io.fleethub.schemas.TenantId;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes the short-lived token that says who a request is from. Thread-safe. */
@ApplicationScoped
class AccessTokens {

    static final String ISSUER = "fleethub";

    private final SigningKeys keys;
    private final InstantSource time;
    private final Duration lifetime;

    AccessTokens(SigningKeys keys, InstantSource time, AuthConfig config) {
        this.keys = keys;
        this.time = time;
        this.lifetime = config.accessTokenLifetime();
    }

    Duration lifetime() {
        return lifetime;
    }

    /** @param signIn what the token came from; a stream that it opened ends with it */
    String issue(UUID userId, String email, Role role, TenantId tenantId, Optional<UUID> signIn) {
        SigningKey key = keys.active(Purpose.JWT);
        Instant now = time.instant();
        JwtClaimsBuilder claims = Jwt.issuer(ISSUER)
                .subject(userId.toString())
                .upn(email)
                .groups(Set.of(role.label()))
                .claim(CurrentActor.TENANT_CLAIM, tenantId.toString())
                .issuedAt(now)
                .expiresAt(now.plus(lifetime));
        signIn.ifPresent(id -> claims.claim(CurrentActor.SIGN_IN_CLAIM, id.toString()));
        return claims.jws().keyId(key.kid()).algorithm(SignatureAlgorithm.ES256).sign(key.privateKey());
    }
}
