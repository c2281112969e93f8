package io.fleethub.hub.telemetry.disk;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.retention.Prunable;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Measures each day once when it is over, and forgets what was measured long ago. Several hubs may do so at once. Stateless. */
@ApplicationScoped
class MeasuredDays implements Prunable {

    private static final Scope SCOPE = new Scope.Platform("telemetry disk use");
    private static final int LOOK_BACK = 7;
    private static final int KEPT = 400;

    private final ScopedTransactions transactions;
    private final DiskUseRepository repository;
    private final Clock clock;

    MeasuredDays(ScopedTransactions transactions, DiskUseRepository repository, Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.clock = clock;
    }

    @Scheduled(
            identity = "telemetry-disk-use",
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        LocalDate today = today();
        List<LocalDate> known = transactions.call(SCOPE, () -> repository.days(today.minusDays(LOOK_BACK))).stream()
                .map(DiskUseView.MeasuredDay::day)
                .toList();
        for (int back = 1; back <= LOOK_BACK; back++) {
            LocalDate day = today.minusDays(back);
            if (!known.contains(day)) {
                transactions.run(SCOPE, () -> repository.measure(day));
            }
        }
    }

    @Override
    public String what() {
        return "measured days";
    }

    @Override
    public Pruned prune(int atMost) {
        return new Pruned(transactions.call(SCOPE, () -> repository.forget(today().minusDays(KEPT))), false);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
