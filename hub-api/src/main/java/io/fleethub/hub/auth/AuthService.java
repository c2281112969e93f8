package io.fleethub.hub.auth;

import io.fleethub.hub.auth.LoginAttemptRepository.Attempts;
import io.fleethub.hub.auth.RefreshTokenRepository.Kept;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Signs users in, keeps them signed in, and signs them out. Thread-safe. */
@ApplicationScoped
class AuthService {

    private static final Scope SCOPE = new Scope.Platform("sign-in");

    private final ScopedTransactions transactions;
    private final UserRepository users;
    private final LoginAttemptRepository attempts;
    private final RefreshTokenRepository refreshTokens;
    private final Passwords passwords;
    private final AccessTokens accessTokens;
    private final InstantSource time;
    private final AuthConfig config;
    private final SecureRandom random = new SecureRandom();

    AuthService(
            ScopedTransactions transactions,
            UserRepository users,
            LoginAttemptRepository attempts,
            RefreshTokenRepository refreshTokens,
            Passwords passwords,
            AccessTokens accessTokens,
            InstantSource time,
            AuthConfig config) {
        this.transactions = transactions;
        this.users = users;
        this.attempts = attempts;
        this.refreshTokens = refreshTokens;
        this.passwords = passwords;
        this.accessTokens = accessTokens;
        this.time = time;
        this.config = config;
    }

    /**
     * The attempt is counted and committed before the password is looked at, so that guesses made at the same time all count;
     * bcrypt runs outside of transactions, so that it holds no connection.
     */
    SignedIn login(String email, String password) {
        Instant now = time.instant();
        Attempts tried = transactions.call(SCOPE, () -> attempts.count(email, now, now.minus(config.loginWindow())));
        if (tried.count() > config.loginAttempts()) {
            Log.warnf("sign-in refused reason=TOO_MANY_ATTEMPTS attempts=%d", tried.count());
            throw new SignInException.TooManyAttempts(
                    Duration.between(now, tried.windowStart().plus(config.loginWindow())));
        }
        Optional<User> user = transactions.call(SCOPE, () -> users.findByEmail(email));
        if (!passwords.matches(password, user.map(User::passwordHash)) || user.isEmpty()) {
            Log.infof("sign-in refused reason=WRONG_CREDENTIALS attempts=%d", tried.count());
            throw new SignInException.WrongCredentials();
        }
        return transactions.call(SCOPE, () -> {
            attempts.clear(email);
            return give(user.get(), UUID.randomUUID());
        });
    }

    /** Trades a refresh token for the next of its family. */
    SignedIn refresh(String token) {
        Optional<SignedIn> next = transactions.call(SCOPE, () -> trade(new OpaqueToken(token)));
        return next.orElseThrow(SignInException.RefreshRefused::new);
    }

    /** Ends the family of a refresh token; a token that is not known has nothing to end. */
    void logout(String token) {
        transactions.run(
                SCOPE,
                () -> refreshTokens
                        .use(new OpaqueToken(token), time.instant())
                        .ifPresent(kept -> refreshTokens.deleteFamily(kept.familyId())));
    }

    /** Forgets what has expired. */
    void prune() {
        Instant now = time.instant();
        transactions.run(SCOPE, () -> {
            refreshTokens.deleteExpired(now);
            attempts.deleteOlderThan(now.minus(config.loginWindow()));
        });
    }

    /** Empty is a result, not an exception, because what it writes has to be committed. */
    private Optional<SignedIn> trade(OpaqueToken token) {
        Instant now = time.instant();
        Optional<Kept> found = refreshTokens.use(token, now);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Kept kept = found.get();
        if (kept.alreadyUsed()) {
            Log.warnf("a refresh token came twice, its family ends userId=%s", kept.userId());
            refreshTokens.deleteFamily(kept.familyId());
            return Optional.empty();
        }
        if (!now.isBefore(kept.expiresAt())) {
            return Optional.empty();
        }
        return users.findByIdOptional(kept.userId()).map(user -> give(user, kept.familyId()));
    }

    private SignedIn give(User user, UUID familyId) {
        OpaqueToken refresh = OpaqueToken.generate(random);
        Duration lifetime = config.refreshTokenLifetime();
        refreshTokens.add(refresh, familyId, user.id(), time.instant().plus(lifetime));
        String access =
                accessTokens.issue(user.id(), user.email(), user.role(), user.tenantId(), Optional.of(familyId));
        return new SignedIn(access, accessTokens.lifetime(), refresh, lifetime);
    }
}
