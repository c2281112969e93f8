package io.fleethub.hub.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

/** Asks everything that can be pruned to let go of what is too old. One that fails holds up no other. Stateless. */
@ApplicationScoped
class RetentionJob {

    private static final Logger LOG = Logger.getLogger(RetentionJob.class);

    private final Instance<Prunable> prunables;
    private final RetentionConfig config;
    private final MeterRegistry metrics;

    RetentionJob(Instance<Prunable> prunables, RetentionConfig config, MeterRegistry metrics) {
        this.prunables = prunables;
        this.config = config;
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "retention",
            every = "${fleet.retention.interval:PT10M}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void prune() {
        prunables.forEach(this::prune);
    }

    private void prune(Prunable prunable) {
        long pruned = 0;
        try {
            boolean more = true;
            for (int batch = 0; batch < config.batches() && more; batch++) {
                Prunable.Pruned done = prunable.prune(config.batchRows());
                pruned += done.rows();
                more = done.more();
            }
        } catch (RuntimeException e) {
            LOG.warnf("could not prune %s, will be tried again: %s", prunable.what(), e);
        }
        metrics.counter("fleet_retention_pruned", "what", prunable.what()).increment(pruned);
        if (pruned > 0) {
            LOG.infof("retention: %d %s went", pruned, prunable.what());
        }
    }
}
