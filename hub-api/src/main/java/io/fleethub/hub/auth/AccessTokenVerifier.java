package io.fleethub.hub.auth;

import io.fleethub.hub.platform.security.SigningKey;
import io.fleethub.hub.platform.security.SigningKey.Purpose;
import io.fleethub.hub.platform.security.SigningKeys;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * Verifies access tokens with the keys of the database instead of a configured file: ES256 only, by the key that the token
 * names. Thread-safe.
 */
@ApplicationScoped
@Alternative
@Priority(1)
class AccessTokenVerifier extends JWTCallerPrincipalFactory {

    private static final int MAX_TOKEN = 4_096;

    private final SigningKeys keys;
    private final JWTCallerPrincipalFactory parser = new DefaultJWTCallerPrincipalFactory();

    AccessTokenVerifier(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        JWTAuthContextInfo context = new JWTAuthContextInfo(configured);
        context.setIssuedBy(AccessTokens.ISSUER);
        context.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        context.setPublicVerificationKey(keyOf(token).publicKey());
        return parser.parse(token, context);
    }

    private SigningKey keyOf(String token) throws ParseException {
        if (token.length() > MAX_TOKEN) {
            throw new ParseException("the token is too long");
        }
        try {
            String kid = JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue();
            if (kid == null) {
                throw new ParseException("the token names no key");
            }
            return keys.find(Purpose.JWT, kid).orElseThrow(() -> new ParseException("the token's key is unknown"));
        } catch (JoseException e) {
            throw new ParseException("the token is no signed JWT", e);
        }
    }
}
