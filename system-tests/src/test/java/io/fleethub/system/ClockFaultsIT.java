package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node whose clock was wrong, or never set. */
@ExtendWith(DemoFleet.class)
class ClockFaultsIT {

    private static final Duration WITHIN = Duration.ofSeconds(2);

    @Test
    void samplesOf1970GetTheirTimesOnceTheClockIsSet(Fleet fleet, @TempDir Path folder) throws IOException {
        Path clock = folder.resolve("clock");
        Files.writeString(clock, "-" + (Instant.now().getEpochSecond() - 60));
        String nodeId = "clock-" + UUID.randomUUID().toString().substring(0, 8);
        try (NetworkNamespace network = NetworkNamespace.open();
                AgentProcess agent = AgentProcess.register(fleet, nodeId, folder)
                        .over(fleet, NetworkNamespace.GATEWAY)
                        .through(network.entry())
                        .environment("LD_PRELOAD", fakeTime().toString())
                        .environment("FAKETIME_TIMESTAMP_FILE", clock.toString())
                        .environment("FAKETIME_NO_CACHE", "1")
                        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                        // or every timed wait of the JVM lasts for decades
                        .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0")) {
            network.cut();
            Instant begin = Instant.now();
            agent.start();
            Awaitility.await("samples without a clock")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> agent.data().resolve("agent.db").toFile().exists()
                            && Evidence.writtenDown(agent.data()).size() >= 6);
            assertThat(Evidence.writtenDown(agent.data()))
                    .allMatch(time -> time.isBefore(Instant.EPOCH.plusSeconds(3600)));
            Instant set = Instant.now();
            Files.writeString(clock, "+0");
            network.heal();

            Evidence evidence = new Evidence(fleet, nodeId);
            evidence.awaitReports(10);

            evidence.awaitWhole(Evidence.writtenDown(agent.data()));
            List<Evidence.Timed> early = evidence.timed().stream()
                    .filter(report -> report.sampled().isBefore(Instant.EPOCH.plusSeconds(3600)))
                    .toList();
            assertThat(early).hasSizeGreaterThanOrEqualTo(6);
            // the machine's uptime is no part of the deception, so it says when each sample was really taken
            Instant booted = booted();
            assertThat(early).allSatisfy(report -> {
                Instant taken = booted.plusMillis(report.uptimeMillis());
                assertThat(taken).isBetween(begin.minus(WITHIN), set.plus(WITHIN));
                assertThat(Duration.between(taken, report.stored()).abs()).isLessThan(WITHIN);
                assertThat(report.uncertain()).isFalse();
            });
        }
    }

    private static Instant booted() throws IOException {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        return Instant.now().minusMillis((long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000));
    }

    private static Path fakeTime() throws IOException {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"), 3, (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            Path library = found.findFirst().orElse(null);
            assumeTrue(library != null, "needs Debian's faketime");
            return library;
        }
    }
}
