package io.fleethub.hub.telemetry.disk;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.telemetry.TelemetryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Foretells what telemetry takes once everything that is kept is there. Stateless. */
@ApplicationScoped
class DiskUseService {

    private static final Logger LOG = Logger.getLogger(DiskUseService.class);
    private static final int DAYS = 7;
    /** Partitions beyond the retention: the day that is being cut, and the one that runs. */
    private static final long RUNNING_DAYS = 2;

    private static final long LONGEST_MONTH = 31;
    private static final long MONTHS_A_YEAR = 12;

    private final ScopedTransactions transactions;
    private final DiskUseRepository repository;
    private final TelemetryConfig config;
    private final Clock clock;

    DiskUseService(ScopedTransactions transactions, DiskUseRepository repository, TelemetryConfig config, Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.config = config;
        this.clock = clock;
    }

    DiskUseView of(Scope scope) {
        return transactions.call(scope, this::measured);
    }

    private DiskUseView measured() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<DiskUseView.MeasuredDay> days = repository.days(today.minusDays(DAYS));
        long reports = days.stream().mapToLong(DiskUseView.MeasuredDay::reports).sum();
        long bytes = days.stream().mapToLong(DiskUseView.MeasuredDay::bytes).sum();
        Long bytesPerDay = days.isEmpty() ? null : bytes / days.size();
        long series = repository.series(
                today.withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        long row = repository.rollupRowBytes();
        long raw = config.rawRetention().toDays() + RUNNING_DAYS;
        long hours = Math.max(days(config.hourlyRetention()), raw)
                * Duration.ofDays(1).toHours();
        long dailies = Math.max(days(config.dailyRetention()), raw + LONGEST_MONTH);
        return new DiskUseView(
                days,
                bytesPerDay,
                reports == 0 ? null : bytes / reports,
                bytesPerDay == null ? null : bytesPerDay * raw,
                series * (hours + dailies) * row,
                series * MONTHS_A_YEAR * row,
                free());
    }

    private static long days(Duration duration) {
        return duration.toDays();
    }

    private @Nullable Long free() {
        Path directory = config.databaseDirectory().orElse(null);
        if (directory == null) {
            return null;
        }
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            LOG.warnf("fleet.telemetry.database-directory: the free space of %s is not known: %s", directory, e);
            return null;
        }
    }
}
