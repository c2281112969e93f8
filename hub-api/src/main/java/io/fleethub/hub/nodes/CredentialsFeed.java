package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Answers the broker with what changed about who may connect, waiting for a change when there is none.
 *
 * <p>Thread-safe. A waiting request holds no thread and no connection. It goes on when a change commits here, when another
 * hub's change is announced, and every {@link #LOOK_AGAIN} in case neither was heard.
 */
@ApplicationScoped
class CredentialsFeed {

    private static final Scope SCOPE = new Scope.Platform("broker's feed");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1_500);
    private static final int VERSION = 1;

    private final ScopedTransactions transactions;
    private final CredentialsRepository credentials;
    private final InstantSource time;
    private final NodesConfig config;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    /** One request that waits; each is only equal to itself. */
    private static final class Waiter {
        private final CompletableFuture<Void> change = new CompletableFuture<>();
    }

    CredentialsFeed(
            ScopedTransactions transactions,
            CredentialsRepository credentials,
            InstantSource time,
            NodesConfig config) {
        this.transactions = transactions;
        this.credentials = credentials;
        this.time = time;
        this.config = config;
    }

    /**
     * @param since the revision that the broker has, or empty for everything
     * @return what changed, at once or within {@code wait}; empty when nothing did
     */
    CompletableFuture<Optional<CredentialsView>> next(OptionalLong since, Duration wait) {
        Duration limited = wait.compareTo(config.feedMaxWait()) > 0 ? config.feedMaxWait() : wait;
        return lookUntil(since, System.nanoTime() + limited.toNanos());
    }

    /** Registers before it looks: a change that commits in between ends the wait at once. */
    private CompletableFuture<Optional<CredentialsView>> lookUntil(OptionalLong since, long deadline) {
        Waiter waiter = new Waiter();
        boolean mayWait = waiting.size() < config.feedMaxWaiters() && waiting.add(waiter);
        Optional<CredentialsView> found;
        try {
            found = look(since);
        } catch (RuntimeException e) {
            waiting.remove(waiter);
            throw e;
        }
        long left = deadline - System.nanoTime();
        if (found.isPresent() || left <= 0 || !mayWait) {
            waiting.remove(waiter);
            return CompletableFuture.completedFuture(found);
        }
        return waiter.change
                .completeOnTimeout(null, Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)
                .whenComplete((done, failure) -> waiting.remove(waiter))
                .thenComposeAsync(done -> lookUntil(since, deadline), Infrastructure.getDefaultExecutor());
    }

    private Optional<CredentialsView> look(OptionalLong since) {
        Instant now = time.instant();
        return transactions.call(SCOPE, () -> {
            long revision = credentials.revision();
            if (since.isPresent() && since.getAsLong() == revision) {
                return Optional.empty();
            }
            if (since.isPresent() && since.getAsLong() < revision && credentials.isKnown(since.getAsLong())) {
                return Optional.of(new CredentialsView(
                        VERSION, revision, false, credentials.changedAfter(since.getAsLong(), now)));
            }
            return Optional.of(new CredentialsView(VERSION, revision, true, credentials.all(now)));
        });
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) NodeChanged change) {
        waiting.forEach(waiter -> waiter.change.complete(null));
    }

    void wake(@Observes ChangeNotice notice) {
        boolean ofSomethingElse = notice instanceof ChangeNotice.Changed changed
                && !changed.kind().equals("node");
        if (!ofSomethingElse) {
            waiting.forEach(waiter -> waiter.change.complete(null));
        }
    }

    /** Forgets changes that no broker will ask for any more. Revisions are not below the time in milliseconds. */
    void prune() {
        long before = time.instant().minus(config.feedHistory()).toEpochMilli();
        transactions.run(SCOPE, () -> credentials.deleteBefore(before));
    }
}
