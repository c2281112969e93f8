package io.fleethub.hub.commands;

import io.fleethub.hub.commands.CommandEvents.CommandFinished;
import io.fleethub.hub.commands.CommandEvents.CommandQueued;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Counts what was committed. Thread-safe, like the registry. */
@ApplicationScoped
class CommandMetrics {

    private final MeterRegistry meters;

    CommandMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommandQueued queued) {
        String kind = queued.attempt() == 1 ? "first" : "again";
        meters.counter("fleet.commands.queued", "operation", queued.operation(), "attempt", kind)
                .increment();
    }

    void finished(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommandFinished finished) {
        meters.counter(
                        "fleet.commands.finished",
                        "operation",
                        finished.operation(),
                        "status",
                        finished.status().name())
                .increment();
    }
}
