package io.fleethub.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without a battery for its clock starts in 1970; the hub must be able to put its reports right later. */
class ClocklessStartTest {

    private static final Instant BOOT = Instant.EPOCH;
    private static final Instant TRUE_BOOT = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path root;

    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private final List<TelemetryReport> kept = new CopyOnWriteArrayList<>();
    private volatile Instant wall = BOOT;
    private MachineClock clock;
    private TelemetrySampler sampler;

    @BeforeEach
    void boot() throws Exception {
        uptime(Duration.ofSeconds(10));
        clock = new MachineClock(() -> wall, root);
        sampler = new TelemetrySampler(
                List.of(() -> Map.of("cpu.percent", 1)),
                clock,
                report -> {
                    kept.add(report);
                    return CompletableFuture.completedFuture((long) kept.size());
                },
                new ErrorLog(() -> wall),
                scheduler);
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void reportsCarryTheUptimeByWhichTheirTrueTimeIsFound() throws Exception {
        wall = BOOT.plusSeconds(10);
        sampler.sample();
        uptime(Duration.ofSeconds(70));
        wall = BOOT.plusSeconds(70);
        clock.hubSaid(TRUE_BOOT.plusSeconds(70));
        sampler.sample();
        uptime(Duration.ofSeconds(130));
        wall = TRUE_BOOT.plusSeconds(130);
        clock.hubSaid(TRUE_BOOT.plusSeconds(130));
        sampler.sample();

        assertThat(kept).extracting(TelemetryReport::clockSynced).containsExactly(false, false, true);
        assertThat(kept).extracting(TelemetryReport::uptimeMs).containsExactly(10_000L, 70_000L, 130_000L);
        TelemetryReport synced = kept.get(2);
        assertThat(kept)
                .extracting(report ->
                        synced.sampledAt().minusMillis(synced.uptimeMs()).plusMillis(report.uptimeMs()))
                .containsExactly(TRUE_BOOT.plusSeconds(10), TRUE_BOOT.plusSeconds(70), TRUE_BOOT.plusSeconds(130));
    }

    private void uptime(Duration uptime) throws Exception {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/uptime"), uptime.toSeconds() + ".00 1.00\n");
    }
}
