package io.fleethub.hub.auth;

import io.fleethub.hub.platform.db.ChangeNotices;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.hub.platform.security.Actor;
import io.fleethub.hub.platform.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The users of a tenant. */
@ApplicationScoped
class UserService {

    private static final ProblemType EMAIL_TAKEN =
            new ProblemType(409, "EMAIL_TAKEN", "A user has this e-mail address already");
    private static final ProblemType OWN_USER =
            new ProblemType(409, "OWN_USER", "You cannot delete the user that you are signed in as");

    private final ScopedTransactions transactions;
    private final UserRepository users;
    private final Passwords passwords;
    private final InstantSource time;
    private final ChangeNotices notices;

    UserService(
            ScopedTransactions transactions,
            UserRepository users,
            Passwords passwords,
            InstantSource time,
            ChangeNotices notices) {
        this.transactions = transactions;
        this.users = users;
        this.passwords = passwords;
        this.time = time;
        this.notices = notices;
    }

    UserView create(Scope.Tenant scope, String email, String password, Role role) {
        if (password.length() < Passwords.MIN_LENGTH) {
            throw ProblemException.invalid("password", "must have at least " + Passwords.MIN_LENGTH + " characters");
        }
        if (!Passwords.fits(password)) {
            throw ProblemException.invalid("password", "must have at most " + Passwords.MAX_BYTES + " bytes");
        }
        String hash = passwords.hash(password);
        try {
            return transactions.call(scope, () -> {
                User user = new User(UUID.randomUUID(), scope.id(), email, hash, role, time.instant());
                users.persistAndFlush(user);
                return UserView.of(user);
            });
        } catch (PersistenceException e) {
            if (e.toString().contains("fleet_user_email_key")) {
                throw new ProblemException(EMAIL_TAKEN, "The e-mail address " + email + " is taken.");
            }
            throw e;
        }
    }

    Page<UserView> list(Scope.Tenant scope, int limit, Optional<Cursor> cursor) {
        String after = cursor.map(given -> given.get("email")).orElse("");
        return transactions.call(
                scope,
                () -> Page.of(
                        users.listAfter(after, limit + 1).stream()
                                .map(UserView::of)
                                .toList(),
                        limit,
                        last -> Cursor.of(Map.of("email", last.email()))));
    }

    /** Deletes a user and with it every sign-in; an access token that is out still lives its few minutes. */
    void delete(Actor actor, UUID userId) {
        if (actor.userId().equals(userId)) {
            throw new ProblemException(OWN_USER, "Another administrator has to do this.");
        }
        boolean deleted = transactions.call(actor.scope(), () -> {
            boolean known = users.deleteById(userId);
            if (known) {
                notices.announce(SignIns.USER_GONE, userId.toString());
            }
            return known;
        });
        if (!deleted) {
            throw ProblemException.notFound("There is no user " + userId + ".");
        }
    }
}
