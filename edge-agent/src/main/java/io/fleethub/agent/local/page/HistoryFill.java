package io.fleethub.agent.local.page;

import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.outbox.KeptReport;
import io.fleethub.agent.outbox.OutboxReader;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills the history after a start from the reports that the outbox keeps, also those that the hub has. For one thread. */
final class HistoryFill {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFill.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 200;
    /** A day at one report every two seconds; more often than that, the day is cut short. */
    private static final int REPORTS_AT_MOST = 43_200;

    private final OutboxReader outbox;
    private final MachineClock clock;
    private final History history;
    private boolean filledBySyncedClock;

    HistoryFill(OutboxReader outbox, MachineClock clock, History history) {
        this.outbox = outbox;
        this.clock = clock;
        this.history = history;
    }

    /** Once, and once more when the clock could not be believed then: earlier boots are placed by it. */
    void fillIfNeeded() {
        if (!filledBySyncedClock) {
            filledBySyncedClock = clock.synced();
            history.clear();
            fill();
        }
    }

    private void fill() {
        long below = Long.MAX_VALUE;
        try {
            for (int read = 0; read < REPORTS_AT_MOST; read += PAGE) {
                List<KeptReport> page = outbox.before(below, PAGE);
                for (KeptReport kept : page) {
                    Duration age = age(kept);
                    if (age.compareTo(DAY) > 0) {
                        return;
                    }
                    if (!age.isNegative()) {
                        history.add(kept.report().metrics(), age);
                    }
                }
                if (page.isEmpty()) {
                    return;
                }
                below = page.get(page.size() - 1).seq();
            }
        } catch (StorageException e) {
            LOG.warn("event=local.history_unread detail=\"{}\"", e.getMessage());
        }
    }

    private Duration age(KeptReport kept) {
        TelemetryReport report = kept.report();
        Long uptime = report.uptimeMs();
        if (uptime != null && kept.bootId().equals(clock.bootId().value())) {
            return clock.uptime().minusMillis(uptime);
        }
        return report.sampledAt() == null ? DAY.plusSeconds(1) : Duration.between(report.sampledAt(), clock.now());
    }
}
