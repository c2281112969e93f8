package io.fleethub.agent.summaries;

import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.outbox.KeptReport;
import io.fleethub.agent.outbox.OutboxReader;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the days that are over, once each, from the reports on disk. Goes back through them a page at a time, so that the
 * scheduler's thread, to which its state is confined, is never held for long.
 */
public final class SummaryJob {

    private static final Logger LOG = LoggerFactory.getLogger(SummaryJob.class);
    private static final Duration PACE = Duration.ofHours(1);
    private static final Duration FIRST_AFTER = Duration.ofMinutes(2);
    private static final int PAGE = 100;

    private final OutboxReader reports;
    private final Summaries summaries;
    private final MachineClock clock;
    private final AgentThread scheduler;
    private boolean running;

    public SummaryJob(OutboxReader reports, Summaries summaries, MachineClock clock, AgentThread scheduler) {
        this.reports = reports;
        this.summaries = summaries;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    public void start() {
        scheduler.after(FIRST_AFTER, this::run);
        scheduler.every(PACE, this::run);
    }

    /** On the scheduler's thread. */
    void run() {
        if (running || !clock.synced()) {
            return; // which day it is, is not known
        }
        try {
            LocalDate yesterday = day(clock.now()).minusDays(1);
            Optional<LocalDate> through = summaries.through();
            if (through.isEmpty() || through.get().isBefore(yesterday)) {
                running = true;
                LocalDate after = through.orElse(LocalDate.EPOCH);
                page(new Walk(after, yesterday, new TreeMap<>()), Long.MAX_VALUE);
            }
        } catch (StorageException e) {
            failed(e);
        }
    }

    /** The days after one and up to another, as far as they are folded. */
    private record Walk(LocalDate after, LocalDate through, SortedMap<LocalDate, DayFold> days) {}

    private void page(Walk walk, long before) {
        try {
            List<KeptReport> page = reports.before(before, PAGE);
            for (KeptReport kept : page) {
                LocalDate day = time(kept).map(SummaryJob::day).orElse(LocalDate.MAX);
                if (!day.isAfter(walk.after())) {
                    end(walk);
                    return;
                }
                if (!day.isAfter(walk.through())) {
                    walk.days()
                            .computeIfAbsent(day, first -> new DayFold())
                            .add(kept.report().metrics());
                }
            }
            if (page.isEmpty()) {
                end(walk);
            } else {
                long first = page.get(page.size() - 1).seq();
                scheduler.execute(() -> page(walk, first));
            }
        } catch (StorageException e) {
            failed(e);
        }
    }

    private void end(Walk walk) {
        scheduler.when(
                summaries.keep(walk.days(), walk.through()),
                through -> {
                    running = false;
                    LOG.info(
                            "event=summaries.kept days={} through={}",
                            walk.days().size(),
                            through);
                },
                this::failed);
    }

    private void failed(Throwable failure) {
        running = false;
        LOG.warn("event=summaries.failed detail=\"{}\"", failure.toString());
    }

    /** Its true time: by uptime when its clock was not set and this is still the same boot, else nobody knows. */
    private Optional<Instant> time(KeptReport kept) {
        TelemetryReport report = kept.report();
        if (Boolean.TRUE.equals(report.clockSynced())) {
            return Optional.ofNullable(report.sampledAt());
        }
        Long uptime = report.uptimeMs();
        return uptime != null && kept.bootId().equals(clock.bootId().value())
                ? Optional.of(clock.now().minus(clock.uptime()).plusMillis(uptime))
                : Optional.empty();
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
