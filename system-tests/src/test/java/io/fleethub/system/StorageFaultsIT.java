package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node's memory that is not its own: the same file on two machines. */
@Tag("long")
@ExtendWith(DemoFleet.class)
class StorageFaultsIT {

    /** All that names the machine an agent runs on; only those that exist here are disguised. */
    private static final List<String> MACHINE_FACTS = List.of(
            "/proc/device-tree/serial-number",
            "/sys/class/dmi/id/product_uuid",
            "/sys/class/dmi/id/board_serial",
            "/etc/machine-id");

    @Test
    void twoMachinesFromOneImageLoseNoReportAndAreNamed(Fleet fleet, @TempDir Path folder) throws IOException {
        try (AgentProcess first = agent(fleet, Files.createDirectory(folder.resolve("first")))
                        .start();
                AgentProcess second = first.twin(Files.createDirectory(folder.resolve("second")))) {
            Evidence evidence = new Evidence(fleet, first.nodeId());
            evidence.awaitReports(4);
            first.kill();
            copy(first.data(), second.data());
            second.through(asAnotherMachine(folder));

            first.start();
            second.start();

            evidence.awaitReports(20);
            assertThat(second.logged("database.set_aside"))
                    .as("the copy is noticed")
                    .isEqualTo(1);
            Awaitility.await("the hub names them")
                    .atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(evidence.changesSince(Instant.EPOCH))
                            .extracting(Evidence.Change::reason)
                            .contains("IDENTITY_SHARED"));
            second.stop();
            Set<Instant> written = new TreeSet<>(Evidence.writtenDown(second.data()));
            first.stop();
            written.addAll(Evidence.writtenDown(first.data()));
            second.start();
            first.start();
            evidence.awaitWhole(written);
        }
    }

    private static AgentProcess agent(Fleet fleet, Path folder) {
        String nodeId = "memory-" + UUID.randomUUID().toString().substring(0, 8);
        return AgentProcess.register(fleet, nodeId, folder)
                .with("connection", Map.of("backOffInitial", "PT0.2S", "backOffAtMost", "PT1S", "stableAfter", "PT2S"));
    }

    /** Runs a program with other machine facts than this machine's, in a mount namespace of its own. */
    private static List<String> asAnotherMachine(Path folder) throws IOException {
        assumeTrue(Shell.run("id", "-u").output().strip().equals("0"), "needs root: mount namespaces");
        Path disguise = Files.writeString(
                folder.resolve("disguise"), UUID.randomUUID().toString().replace("-", "") + "\n");
        List<String> facts = MACHINE_FACTS.stream()
                .filter(fact -> Files.exists(Path.of(fact)))
                .toList();
        assumeTrue(!facts.isEmpty(), "needs a machine with a serial number or a machine id");
        StringBuilder script = new StringBuilder("set -e; ");
        facts.forEach(fact -> script.append("mount --bind ")
                .append(disguise)
                .append(' ')
                .append(fact)
                .append("; "));
        List<String> program = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
        program.add(script + "exec \"$@\"");
        program.add("sh");
        Shell.Result possible =
                Shell.run(Stream.concat(program.stream(), Stream.of("true")).toArray(String[]::new));
        assumeTrue(possible.exit() == 0, () -> "mount namespaces cannot be made here: " + possible.output());
        return program;
    }

    /** Replaces one folder by a copy of another. */
    private static void copy(Path from, Path to) {
        try {
            if (Files.exists(to)) {
                try (Stream<Path> files = Files.walk(to)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Files.delete(file);
                    }
                }
            }
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path target = to.resolve(from.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
