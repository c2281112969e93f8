package io.fleethub.hub.auth;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Hashes passwords and compares them, as long for a user that does not exist as for one that does. Thread-safe. */
@ApplicationScoped
class Passwords {

    /** What bcrypt reads; more would be ignored silently. */
    static final int MAX_BYTES = 72;

    static final int MIN_LENGTH = 10;

    private final int cost;
    private final String nobodysHash;

    Passwords(AuthConfig config) {
        this.cost = config.bcryptCost();
        this.nobodysHash = hash("nobody has this password");
    }

    String hash(String password) {
        return BcryptUtil.bcryptHash(password, cost);
    }

    /** @param hash the user's, or empty for an unknown one, which never matches */
    boolean matches(String password, Optional<String> hash) {
        boolean equal = BcryptUtil.matches(password, hash.orElse(nobodysHash));
        return equal && hash.isPresent();
    }

    /** Whether bcrypt reads all of it. */
    static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
