package io.fleethub.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineClockTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path root;

    private Instant now = NOON;
    private MachineClock clock;

    @BeforeEach
    void booted100SecondsAgo() throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel/random"));
        Files.writeString(root.resolve("proc/sys/kernel/random/boot_id"), "6a1f7c3e-0c5f-4d53-9c58-2b8f0b7f6d11\n");
        uptime(100);
        clock = new MachineClock(() -> now, root);
    }

    @Test
    void readsBootAndUptimeFromTheKernel() {
        assertThat(clock.bootId().value()).isEqualTo("6a1f7c3e-0c5f-4d53-9c58-2b8f0b7f6d11");
        assertThat(clock.uptime()).isEqualTo(Duration.ofMillis(100_250));
    }

    @Test
    void isNotBelievedWhenNobodyHasSaidAnything() {
        assertThat(clock.synced()).isFalse();
    }

    @Test
    void isBelievedWhenTheSystemIsSynchronised() throws IOException {
        Files.createDirectories(root.resolve("run/systemd/timesync"));
        Files.createFile(root.resolve("run/systemd/timesync/synchronized"));

        assertThat(clock.synced()).isTrue();
    }

    @Test
    void isBelievedWhileItAgreesWithTheHub() throws IOException {
        clock.hubSaid(NOON.plusSeconds(1));
        assertThat(clock.synced()).isTrue();

        uptime(700);
        now = NOON.plusSeconds(600);
        assertThat(clock.synced()).isTrue();
    }

    @Test
    void isNotBelievedWhenTheHubSaysAnotherTime() {
        clock.hubSaid(NOON);
        clock.hubSaid(NOON.plusSeconds(3600));

        assertThat(clock.synced()).isFalse();
    }

    @Test
    void isNotBelievedAfterItWasMovedAgainstTheTimeSinceBoot() {
        clock.hubSaid(NOON);

        now = NOON.minus(Duration.ofHours(1));

        assertThat(clock.synced()).isFalse();
    }

    @Test
    void carriesTheHubsTimeOnWithoutTheWallClock() {
        assertThat(clock.hubTime()).isEmpty();
        clock.hubSaid(NOON.plusSeconds(3600));

        now = Instant.EPOCH;

        assertThat(clock.hubTime().orElseThrow()).isBetween(NOON.plusSeconds(3600), NOON.plusSeconds(3660));
    }

    private void uptime(int seconds) throws IOException {
        Files.writeString(root.resolve("proc/uptime"), seconds + ".25 1234.00\n");
    }
}
