package io.fleethub.hub.auth;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The users of the scope that the caller's transaction has. */
@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<User, UUID> {

    Optional<User> findByEmail(String email) {
        return find("email", User.normalized(email)).firstResultOptional();
    }

    /** Up to {@code count} users whose address comes after the given one. */
    List<User> listAfter(String email, int count) {
        return find("email > ?1 order by email", email).page(0, count).list();
    }
}
