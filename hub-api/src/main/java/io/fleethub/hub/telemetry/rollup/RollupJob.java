package io.fleethub.hub.telemetry.rollup;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Rolls up what is due, in short transactions of a bounded number of hours. Works beside other hubs: each takes the shards that no
 * other one has at the moment. Stateless.
 */
@ApplicationScoped
class RollupJob {

    private static final Logger LOG = Logger.getLogger(RollupJob.class);
    private static final Scope SCOPE = new Scope.Platform("telemetry roll-ups");
    /** As the column {@code telemetry_rollup_mark.shard} counts. */
    private static final int SHARDS = 16;
    /** Transactions for one shard in a row; the others have their turn too. */
    private static final int TURNS = 20;

    private final ScopedTransactions transactions;
    private final RollupRepository rollups;
    private final TelemetryConfig config;

    RollupJob(ScopedTransactions transactions, RollupRepository rollups, TelemetryConfig config) {
        this.transactions = transactions;
        this.rollups = rollups;
        this.config = config;
    }

    @Scheduled(
            identity = "telemetry-rollups",
            every = "${fleet.telemetry.rollup-tick:PT10S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void rollUp() {
        int first = ThreadLocalRandom.current().nextInt(SHARDS);
        for (int i = 0; i < SHARDS; i++) {
            rollUp((first + i) % SHARDS);
        }
    }

    private void rollUp(int shard) {
        int turns = 0;
        while (turns++ < TURNS && rollUp(shard, config.rollupHours()) == config.rollupHours()) {
            LOG.debugf("more to roll up in shard %d", shard);
        }
    }

    /** When many fail together fewer are tried, and one that fails alone is put off, so that it holds up no other. */
    private int rollUp(int shard, int atMost) {
        try {
            return transactions.call(SCOPE, () -> rollups.rollUp(shard, atMost));
        } catch (RuntimeException e) {
            if (atMost > 1) {
                LOG.infof("%d marks of shard %d failed together, fewer will be tried: %s", atMost, shard, e.getCause());
                rollUp(shard, atMost / 2);
            } else {
                String hour = transactions.call(SCOPE, () -> rollups.postpone(shard));
                LOG.warnf(e, "an hour could not be rolled up, it will be tried in an hour: %s", hour);
            }
            return 0;
        }
    }
}
