package io.fleethub.hub.auth;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.security.ConfiguredSecret;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.hub.platform.security.SigningKeys;
import io.fleethub.hub.tenants.Tenants;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Makes the first user when there is none: of the configured address and password, or with a password that it prints once, on
 * standard output and not in the log.
 */
@ApplicationScoped
class FirstAdministrator {

    private static final String PASSWORD_KEY = "fleet.auth.admin-password";

    private final ScopedTransactions transactions;
    private final UserRepository users;
    private final UserService service;
    private final AuthConfig config;

    FirstAdministrator(ScopedTransactions transactions, UserRepository users, UserService service, AuthConfig config) {
        this.transactions = transactions;
        this.users = users;
        this.service = service;
        this.config = config;
    }

    void make(@Observes @Priority(SigningKeys.STARTUP_PRIORITY + 1) StartupEvent start) {
        Scope.Tenant scope = Scope.Tenant.of(Tenants.DEFAULT);
        transactions.run(scope, () -> {
            transactions.lock("fleet.first-administrator");
            if (users.count() == 0) {
                makeIn(scope);
            }
        });
    }

    private void makeIn(Scope.Tenant scope) {
        Optional<String> configured =
                ConfiguredSecret.find(PASSWORD_KEY, config.adminPassword(), config.adminPasswordFile());
        String password = configured.orElseGet(
                () -> OpaqueToken.generate(new SecureRandom()).value());
        service.create(scope, config.adminEmail(), password, Role.ADMIN);
        Log.infof("made the first administrator email=%s", config.adminEmail());
        if (configured.isEmpty()) {
            System.out.printf("FIRST ADMINISTRATOR email=%s password=%s%n", config.adminEmail(), password);
        }
    }
}
