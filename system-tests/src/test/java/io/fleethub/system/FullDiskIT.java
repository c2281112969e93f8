package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that has neither disk nor network for a while: it lives, keeps the newest, and says what it lost. */
@ExtendWith(DemoFleet.class)
class FullDiskIT {

    @Test
    void theNewestIsKeptAndTheLossCountedAndTold(Fleet fleet, @TempDir Path folder) throws IOException {
        Path disk = Files.createDirectory(folder.resolve("data"));
        assumeTrue(
                Shell.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString())
                                .exit()
                        == 0,
                "needs root: a small disk is a tmpfs");
        String nodeId = "full-" + UUID.randomUUID().toString().substring(0, 8);
        try (NetworkNamespace network = NetworkNamespace.open();
                AgentProcess agent = AgentProcess.register(fleet, nodeId, folder)
                        .over(fleet, NetworkNamespace.GATEWAY)
                        .through(network.entry())
                        .with("sampleInterval", "PT0.1S")
                        .with("outbox", Map.of("memoryBytes", 1 << 16, "diskRetry", "PT1S", "resendAfter", "PT3S"))
                        .start()) {
            Evidence evidence = new Evidence(fleet, nodeId);
            evidence.awaitReports(10);
            long pid = agent.pid();

            network.cut();
            fill(disk);
            Awaitility.await("the agent goes on in memory")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> agent.logged("outbox.in_memory") > 0);
            keepFull(disk, Duration.ofSeconds(30)); // several times what the memory holds
            Instant healed = Instant.now();
            network.heal();

            Awaitility.await("what was kept in memory, the loss and its reason")
                    .atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> {
                        assertThat(evidence.newestSample()).isAfter(healed);
                        assertThat(evidence.samples())
                                .as("the newest samples from before")
                                .anyMatch(sample -> sample.isBefore(healed) && sample.isAfter(healed.minusSeconds(2)));
                        JsonNode node =
                                fleet.admin().get("nodes/" + nodeId).expect(200).body();
                        assertThat(node.at("/outbox/dropped").asLong())
                                .as("dropped")
                                .isPositive();
                        assertThat(node.get("errors").toString()).contains("DISK_FULL");
                    });
            assertThat(agent.isAlive()).isTrue();
            assertThat(agent.pid()).isEqualTo(pid);
            assertThat(evidence.doubled()).isZero();
        } finally {
            Shell.run("umount", "-l", disk.toString());
        }
    }

    /** The wait is the experiment itself: the node has to be without disk and network for that long. */
    private static void keepFull(Path disk, Duration time) {
        Instant end = Instant.now().plus(time);
        Awaitility.await()
                .atMost(time.plusSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    fill(disk); // also what the agent gives up to make room for itself
                    return Instant.now().isAfter(end);
                });
    }

    /** Leaves no block free. */
    private static void fill(Path disk) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream filler =
                Files.newOutputStream(disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (disk.toFile().getUsableSpace() > 0) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(disk.toFile().getUsableSpace()).as(e.toString()).isLessThan(block.length);
        }
    }
}
