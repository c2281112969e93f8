package io.fleethub.hub.auth;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets expired refresh tokens and old sign-ins tried; several hubs doing so at once do no harm. */
@ApplicationScoped
class ExpiredSignInsJob {

    private final AuthService service;

    ExpiredSignInsJob(AuthService service) {
        this.service = service;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void prune() {
        service.prune();
    }
}
