package io.fleethub.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.outbox.Outbox;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetrySamplerTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<TelemetryReport> kept = new CopyOnWriteArrayList<>();
    private final Outbox outbox = report -> {
        kept.add(report);
        return CompletableFuture.completedFuture((long) kept.size());
    };
    private final AgentThread scheduler = new AgentThread("test-scheduler");

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void putsAllProbesIntoOneReport() {
        sampler(() -> Map.of("a.x", 1), () -> Map.of("b.y", true)).sample();

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).metrics()).containsEntry("a.x", 1L).containsEntry("b.y", true);
        assertThat(kept.get(0).sampledAt()).isEqualTo(NOON);
        assertThat(kept.get(0).uptimeMs()).isPositive();
        assertThat(kept.get(0).seq()).isNull();
    }

    @Test
    void oneBrokenProbeDoesNotCostTheOthersValues() {
        HostProbe broken = () -> {
            throw new IllegalStateException("sensor");
        };

        sampler(broken, () -> Map.of("b.y", 2)).sample();

        assertThat(kept.get(0).metrics()).containsOnlyKeys("b.y");
    }

    @Test
    void keepsNoReportWithoutAValue() {
        sampler(Map::of).sample();

        assertThat(kept).isEmpty();
    }

    @Test
    void aValueThatTheHubWouldRefuseIsNotKept() {
        sampler(() -> Map.of("bad", Double.NaN)).sample();

        assertThat(kept).isEmpty();
    }

    @Test
    void leavesOutTheLastOfTooManyMetrics() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < TelemetryReport.MAX_METRICS + 5; i++) {
            many.put("app.m" + i, i);
        }

        sampler(() -> Map.of("cpu.percent", 1.5), () -> many).sample();

        assertThat(kept.get(0).metrics())
                .hasSize(TelemetryReport.MAX_METRICS)
                .containsEntry("cpu.percent", 1.5)
                .containsKey("app.m198")
                .doesNotContainKey("app.m199");
    }

    @Test
    void samplesAgainAndAgain() {
        sampler(() -> Map.of("a", 1)).start(Duration.ofMillis(10));

        await().untilAsserted(() -> assertThat(kept).hasSizeGreaterThan(3));
    }

    private TelemetrySampler sampler(HostProbe... probes) {
        InstantSource clock = InstantSource.fixed(NOON);
        return new TelemetrySampler(
                List.of(probes), new MachineClock(clock, Path.of("/")), outbox, new ErrorLog(clock), scheduler);
    }
}
