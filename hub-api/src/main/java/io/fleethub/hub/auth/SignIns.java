package io.fleethub.hub.auth;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * Whether sign-ins still stand, for whoever serves one for longer than a request. That one ended is announced to all hubs at once, as a
 * notice of kind {@link #ENDED} with the sign-in, or {@link #USER_GONE} with the user. Stateless.
 */
@ApplicationScoped
public class SignIns {

    public static final String ENDED = "sign-in";
    public static final String USER_GONE = "user";

    private static final Scope SCOPE = new Scope.Platform("sign-ins");

    private final ScopedTransactions transactions;
    private final RefreshTokenRepository refreshTokens;

    SignIns(ScopedTransactions transactions, RefreshTokenRepository refreshTokens) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
    }

    /** @return those that were neither signed out nor revoked */
    public Set<UUID> standing(Collection<UUID> signIns) {
        return transactions.call(SCOPE, () -> refreshTokens.families(signIns));
    }
}
