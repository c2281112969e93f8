package io.fleethub.agent.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.outbox.OutboxReader;
import io.fleethub.agent.outbox.SqliteOutbox;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryJobTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    @TempDir
    Path directory;

    @TempDir
    Path root;

    private final MessageCodec codec = new MessageCodec();
    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private volatile Instant wall = at(DAY, 0);
    private AgentDatabase database;
    private SqliteOutbox outbox;
    private Summaries summaries;
    private SummaryJob job;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(root.resolve("run/systemd/timesync"));
        Files.writeString(root.resolve("run/systemd/timesync/synchronized"), "");
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/uptime"), "7200.00 1.00\n");
        database = AgentDatabase.open(
                directory,
                new MachineIdentity(Map.of()),
                Stream.concat(SqliteOutbox.MIGRATIONS.stream(), Summaries.MIGRATIONS.stream())
                        .toList());
        MachineClock clock = new MachineClock(() -> wall, root);
        outbox = new SqliteOutbox(database, codec, clock.bootId(), OutboxConfig.DEFAULT);
        summaries = new Summaries(database);
        job = new SummaryJob(new OutboxReader(outbox, () -> List.of(outbox), codec), summaries, clock, scheduler);
    }

    @AfterEach
    void close() {
        scheduler.close();
        database.close();
    }

    @Test
    void foldsEachDayThatIsOver() {
        append(at(DAY, 1), 5);
        append(at(DAY, 2), -1);
        append(at(DAY, 23), 2);
        append(at(DAY.plusDays(1), 3), 100);
        wall = at(DAY.plusDays(1), 4);

        run();

        assertThat(summaries.metrics()).containsExactly("cpu.percent");
        assertThat(summaries.days("cpu.percent", DAY.minusDays(9)))
                .containsExactly(new MetricSummary("cpu.percent", DAY, -1, 5, 2, 2, 3));
    }

    @Test
    void foldsADayOnceAlsoWhenItsReportsAreGoneLater() {
        append(at(DAY, 1), 5);
        wall = at(DAY.plusDays(1), 1);
        run();
        append(at(DAY.plusDays(1), 2), 7);
        wall = at(DAY.plusDays(2), 1);

        run();
        run();

        assertThat(summaries.days("cpu.percent", DAY))
                .extracting(MetricSummary::count)
                .containsExactly(1L, 1L);
        assertThat(summaries.through()).contains(DAY.plusDays(1));
    }

    @Test
    void goesThroughMoreReportsThanOnePage() {
        for (int i = 0; i < 350; i++) {
            append(at(DAY, 1).plusSeconds(i), i);
        }
        wall = at(DAY.plusDays(1), 1);

        run();

        assertThat(summaries.days("cpu.percent", DAY))
                .containsExactly(new MetricSummary("cpu.percent", DAY, 0, 349, 174.5, 349, 350));
    }

    @Test
    void addsDaysUpToMonths() {
        append(at(DAY, 1), 1);
        append(at(DAY, 2), 3);
        append(at(DAY.plusDays(1), 1), 10);
        append(at(DAY.plusDays(2), 1), 20);
        wall = at(DAY.plusDays(3), 1);

        run();

        assertThat(summaries.months("cpu.percent", DAY))
                .containsExactly(
                        new MetricSummary("cpu.percent", LocalDate.of(2026, 11, 1), 1, 3, 2, 3, 2),
                        new MetricSummary("cpu.percent", LocalDate.of(2026, 12, 1), 10, 20, 15, 20, 2));
    }

    @Test
    void keepsAYear() {
        append(at(DAY, 1), 1);
        wall = at(DAY.plusDays(1), 1);
        run();
        append(at(DAY.plusDays(400), 1), 2);
        wall = at(DAY.plusDays(401), 1);

        run();

        assertThat(summaries.days("cpu.percent", DAY))
                .extracting(MetricSummary::from)
                .containsExactly(DAY.plusDays(400));
    }

    @Test
    void putsReportsOfAClockThatWasNotSetOnTheirTrueDay() {
        // two hours of uptime at one o'clock: an uptime of half an hour was at half past eleven the day before
        outbox.append(TelemetryReport.of(
                        null, Instant.EPOCH.plusSeconds(1_800), 1_800_000L, false, Map.of("cpu.percent", 4)))
                .join();
        wall = at(DAY.plusDays(1), 1);

        run();

        assertThat(summaries.days("cpu.percent", DAY))
                .extracting(MetricSummary::from)
                .containsExactly(DAY);
    }

    private void append(Instant at, int value) {
        outbox.append(TelemetryReport.of(null, at, 1L, true, Map.of("cpu.percent", value, "os.name", "linux")))
                .join();
    }

    private void run() {
        LocalDate yesterday = wall.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
        CompletableFuture.runAsync(job::run, scheduler).join();
        await().untilAsserted(() -> assertThat(summaries.through()).contains(yesterday));
        CompletableFuture.runAsync(() -> {}, scheduler).join();
    }

    private static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }
}
