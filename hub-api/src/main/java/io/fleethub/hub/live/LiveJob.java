package io.fleethub.hub.live;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** What the streams need from time to time; each hub for its own. */
@ApplicationScoped
class LiveJob {

    private final LiveFeed feed;
    private final LiveTelemetry telemetry;
    private final LiveInterest interest;

    LiveJob(LiveFeed feed, LiveTelemetry telemetry, LiveInterest interest) {
        this.feed = feed;
        this.telemetry = telemetry;
        this.interest = interest;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        feed.tick();
        telemetry.flush();
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void tellInterest() {
        interest.tell(feed.tenants());
    }

    @Scheduled(every = "${fleet.live.sign-in-check:PT10S}", concurrentExecution = ConcurrentExecution.SKIP)
    void checkSignIns() {
        feed.checkSignIns();
    }
}
