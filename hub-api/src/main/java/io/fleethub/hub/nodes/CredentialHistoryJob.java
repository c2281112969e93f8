package io.fleethub.hub.nodes;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the history of credential changes short; several hubs doing so at once do no harm. */
@ApplicationScoped
class CredentialHistoryJob {

    private final CredentialsFeed feed;

    CredentialHistoryJob(CredentialsFeed feed) {
        this.feed = feed;
    }

    @Scheduled(every = "6h", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    void prune() {
        feed.prune();
    }
}
