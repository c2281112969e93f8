package io.fleethub.agent.operations.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.scheduling.AgentThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceProbeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final AgentThread thread = new AgentThread("services");

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void namesStateRestartsAndMemoryOfEachService() {
        Services services = new Services(
                List.of(new Scripted("energy", status(4096L, null)), new Scripted("gone", null)),
                thread,
                Duration.ofSeconds(30));
        services.begin();

        Map<String, Object> metrics = new ServiceProbe(services).sample();

        assertThat(metrics)
                .containsOnly(
                        Map.entry("service.energy.state", "RUNNING"),
                        Map.entry("service.energy.restarts", 3L),
                        Map.entry("service.energy.mem.used.bytes", 4096L));
    }

    @Test
    void processorTimeIsMeasuredBetweenTwoLooks() {
        Services services =
                new Services(List.of(new Scripted("energy", status(null, 5 * SECOND))), thread, Duration.ofSeconds(30));
        services.begin();
        assertThat(new ServiceProbe(services).sample()).doesNotContainKey("service.energy.cpu.percent");

        services.changed();

        await().untilAsserted(() ->
                assertThat(new ServiceProbe(services).sample()).containsKey("service.energy.cpu.percent"));
    }

    @Test
    void theShareIsOfAllCores() {
        SeenService before = SeenService.of("energy", status(null, 5 * SECOND), null, 0);

        SeenService now = SeenService.of("energy", status(null, 6 * SECOND), before, 10 * SECOND);

        assertThat(now.cpuPercent()).isEqualTo(Math.round(100.0 / CORES) / 10.0);
    }

    @Test
    void aServiceThatBeganAnewHasNoShareYet() {
        SeenService before = SeenService.of("energy", status(null, 5 * SECOND), null, 0);

        SeenService now = SeenService.of("energy", status(null, SECOND), before, 10 * SECOND);

        assertThat(now.cpuPercent()).isNull();
    }

    private static ServiceStatus status(Long memory, Long cpuNanos) {
        return new ServiceStatus(RunState.RUNNING, 7L, null, 3, memory, cpuNanos);
    }

    /** One that always looks the same; null when it cannot be looked at. */
    private record Scripted(String name, ServiceStatus seen) implements ServiceControl {

        @Override
        public ServiceStatus status() throws ServiceException {
            if (seen == null) {
                throw new ServiceException("not there");
            }
            return seen;
        }

        @Override
        public void start(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stop(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restart(Duration limit) {
            throw new UnsupportedOperationException();
        }
    }
}
