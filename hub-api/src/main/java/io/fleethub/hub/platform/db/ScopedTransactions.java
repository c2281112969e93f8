package io.fleethub.hub.platform.db;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The only way into the default data source: a transaction that the database knows the scope of.
 *
 * <p>Thread-safe. A transaction and its scope belong to the calling thread until {@link #call} returns.
 */
@ApplicationScoped
public class ScopedTransactions {

    private static final ThreadLocal<@Nullable Scope> BOUND = new ThreadLocal<>();

    private final DataSource dataSource;

    ScopedTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Does the work in a new transaction of this scope and commits it; an exception rolls it back. Inside a transaction of the
     * same scope the work becomes part of that one.
     *
     * @throws IllegalStateException when the thread already works in another scope
     */
    public <T extends @Nullable Object> T call(Scope scope, Supplier<T> work) {
        Scope outer = BOUND.get();
        if (outer != null) {
            requireSame(outer, scope);
            return work.get();
        }
        BOUND.set(scope);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                enter(scope);
                return work.get();
            });
        } finally {
            BOUND.remove();
        }
    }

    /** {@link #call} for work without a result. */
    public void run(Scope scope, Runnable work) {
        this.<@Nullable Void>call(scope, () -> {
            work.run();
            return null;
        });
    }

    /** The scope of the transaction on this thread. */
    public Optional<Scope> current() {
        return Optional.ofNullable(BOUND.get());
    }

    /** Makes all hubs that ask for this name take turns, until the caller's transaction ends. */
    public void lock(String name) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
            lock.setString(1, name);
            lock.execute();
        } catch (SQLException e) {
            throw new ScopeException("cannot take the lock " + name, e);
        }
    }

    private static void requireSame(Scope outer, Scope inner) {
        boolean bothPlatform = outer instanceof Scope.Platform && inner instanceof Scope.Platform;
        if (!bothPlatform && !outer.equals(inner)) {
            throw new IllegalStateException("this thread works in scope " + outer + ", and cannot enter " + inner);
        }
    }

    /** Uses the transaction's own connection, so that Panache's statements obey; closing the handle keeps it there. */
    private void enter(Scope scope) {
        try (Connection connection = dataSource.getConnection()) {
            if (scope instanceof Scope.Tenant tenant) {
                try (PreparedStatement set =
                        connection.prepareStatement("select set_config('fleet.tenant', ?, true)")) {
                    set.setString(1, tenant.id().toString());
                    set.execute();
                }
            } else {
                try (Statement set = connection.createStatement()) {
                    set.execute("set local role fleet_worker");
                }
            }
        } catch (SQLException e) {
            throw new ScopeException("the database did not accept the scope " + scope, e);
        }
    }
}
