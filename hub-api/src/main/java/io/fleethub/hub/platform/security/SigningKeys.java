package io.fleethub.hub.platform.security;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.security.SigningKey.Purpose;
import io.fleethub.schemas.signature.Jwk;
import io.fleethub.schemas.signature.JwkSet;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.interfaces.EdECPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys that all hubs of this database sign with; made at the very first start.
 *
 * <p>Thread-safe: publishes one immutable list. A {@code kid} that it does not know makes it read the table again, since
 * another hub may have added a key.
 */
@ApplicationScoped
public class SigningKeys {

    /** Before every observer of the start that signs something. */
    public static final int STARTUP_PRIORITY = 100;

    private static final Scope SCOPE = new Scope.Platform("signing keys");

    private final ScopedTransactions transactions;
    private final SigningKeyRepository repository;
    private volatile List<SigningKey> keys = List.of();

    SigningKeys(ScopedTransactions transactions, SigningKeyRepository repository) {
        this.transactions = transactions;
        this.repository = repository;
    }

    void makeMissing(@Observes @Priority(STARTUP_PRIORITY) StartupEvent start) {
        keys = transactions.call(SCOPE, () -> {
            transactions.lock("fleet.signing-key");
            List<SigningKey> found = repository.all();
            for (Purpose purpose : Purpose.values()) {
                if (newest(found, purpose).isEmpty()) {
                    SigningKey made = SigningKey.generate(purpose);
                    repository.add(made);
                    Log.infof("made the first signing key for %s kid=%s", purpose, made.kid());
                }
            }
            return repository.all();
        });
    }

    /** The key to sign with now. */
    public SigningKey active(Purpose purpose) {
        return newest(keys, purpose)
                .orElseThrow(() -> new IllegalStateException("the signing keys are not loaded yet"));
    }

    /** The key of this id, whatever its age, so that what it signed stays valid. */
    public Optional<SigningKey> find(Purpose purpose, String kid) {
        Optional<SigningKey> known = find(keys, purpose, kid);
        if (known.isPresent()) {
            return known;
        }
        keys = transactions.call(SCOPE, repository::all);
        return find(keys, purpose, kid);
    }

    /** The public keys with which nodes verify commands. */
    public JwkSet commandKeys() {
        return new JwkSet(keys.stream()
                .filter(key -> key.purpose() == Purpose.COMMAND)
                .map(key -> Jwk.of(key.kid(), (EdECPublicKey) key.publicKey()))
                .toList());
    }

    private static Optional<SigningKey> find(List<SigningKey> keys, Purpose purpose, String kid) {
        return keys.stream()
                .filter(key -> key.purpose() == purpose && key.kid().equals(kid))
                .findFirst();
    }

    private static Optional<SigningKey> newest(List<SigningKey> keys, Purpose purpose) {
        return keys.stream().filter(key -> key.purpose() == purpose).reduce((older, newer) -> newer);
    }
}
