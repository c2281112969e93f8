package io.fleethub.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleethub.standalone.platform.LaunchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor with real processes. */
class SupervisorIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicInteger restarts = new AtomicInteger();
    private RunRecords records;
    private Supervisor supervisor;

    @TempDir
    Path folder;

    @BeforeEach
    void superviseWithAShortWait() {
        records = new RunRecords(folder);
        supervisor = new Supervisor(
                folder,
                records,
                new Terminal(new PrintStream(screen, true, StandardCharsets.UTF_8)),
                restarts::incrementAndGet,
                Clock.systemUTC(),
                Duration.ofMillis(50));
    }

    @AfterEach
    void stopAll() {
        supervisor.close();
    }

    private ChildSpec shell(String name, String script) {
        return new ChildSpec(
                name, List.of(), List.of("sh", "-c", script), Map.of(), folder, StopSignal.TERM, Duration.ofSeconds(2));
    }

    private long start(ChildSpec spec) {
        supervisor.start(spec);
        supervisor.awaitHealthy(spec.name(), () -> supervisor.hasPrinted(spec.name(), "I AM READY"), LIMIT);
        return supervisor.pid(spec.name()).orElseThrow();
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aChildThatDiesIsStartedAgainUnderANewProcessIdAndThatIsTold() {
        long first = start(shell("steady", "echo I AM READY; exec sleep 100"));

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(restarts).hasValue(1);
            assertThat(supervisor.pid("steady")).isPresent().get().isNotEqualTo(first);
        });
        assertThat(screen()).contains("steady (pid " + first + ") ended with 137");
    }

    @Test
    void aChildWhoseRecordCannotBeKeptIsLookedAfterAllTheSame() throws IOException {
        Files.createDirectories(folder.resolve("unrecorded.pid").resolve("in the way"));
        long other = start(shell("other", "echo I AM READY; exec sleep 100"));
        long first = start(shell("unrecorded", "echo I AM READY; exec sleep 100"));
        assertThat(screen()).contains("the process id of unrecorded cannot be kept");

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(restarts).hasValue(1));
        long second = supervisor.pid("unrecorded").orElseThrow();
        supervisor.close();

        assertThat(List.of(first, second, other))
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }

    @Test
    void aChildThatDiesBeforeItWasHealthyEndsTheLaunchWithItsLastWords() {
        supervisor.start(shell(
                "broken",
                "echo no such luck; echo '	at io.fleethub.Main.main(Main.java:1)'; echo '	... 9 more'; exit 3"));

        assertThatThrownBy(() -> supervisor.awaitHealthy("broken", () -> false, LIMIT))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("broken did not start: it ended with 3 (no such luck)")
                .hasMessageContaining(folder.resolve("broken.log").toString());
        assertThat(restarts).hasValue(0);
    }

    @Test
    void outputIsPrefixedOnTheScreenAndKeptAsItIs() throws IOException {
        start(shell("talker", "echo I AM READY; exec sleep 100"));

        supervisor.close();

        assertThat(screen()).contains("talker     | I AM READY\n");
        assertThat(Files.readString(folder.resolve("talker.log"))).isEqualTo("I AM READY\n");
    }

    @Test
    void childrenEndInTheReverseOrderOfTheirStartAndLeaveNoRecord() throws IOException {
        String script = "trap 'echo bye; exit' TERM; echo I AM READY; while :; do sleep 0.1; done";
        long first = start(shell("first", script));
        long second = start(shell("second", script));

        supervisor.close();

        assertThat(screen().indexOf("second     | bye")).isPositive().isLessThan(screen().indexOf("first      | bye"));
        assertThat(ProcessMark.of(first)).isEmpty();
        assertThat(ProcessMark.of(second)).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".pid"))).isEmpty();
        }
    }

    @Test
    void aChildThatDoesNotEndWhenAskedIsKilled() {
        long deaf = start(shell("deaf", "trap '' TERM; echo I AM READY; while :; do sleep 0.1; done"));

        supervisor.close();

        assertThat(ProcessMark.of(deaf)).isEmpty();
        assertThat(screen()).contains("deaf does not end, it is killed");
    }

    @Test
    void aChildIsOutOfReachOfTheTerminalsSignals() throws IOException {
        long child = start(shell("apart", "echo I AM READY; exec sleep 100"));

        String[] stat = Files.readString(Path.of("/proc/" + child + "/stat"))
                .split("\\) ")[1]
                .split(" ");

        assertThat(Long.parseLong(stat[2])).as("process group").isEqualTo(child);
    }

    @Test
    void whatAKilledLauncherLeftBehindIsEndedAtTheNextStart() throws IOException {
        Process leftover = new ProcessBuilder("sleep", "100").start();
        records.put(shell("orphan", ""), leftover.pid());

        new RunRecords(folder).endLeftovers(LIMIT, new Terminal(new PrintStream(screen))::say);

        assertThat(leftover.isAlive()).isFalse();
        assertThat(screen()).contains("ending orphan (pid " + leftover.pid() + ")");
        assertThat(folder.resolve("orphan.pid")).doesNotExist();
    }

    @Test
    void aStrangerThatWasGivenTheSameProcessIdIsLeftAlone() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "100").start();
        try {
            Files.writeString(folder.resolve("orphan.pid"), stranger.pid() + " another-boot:1 TERM\n");

            records.endLeftovers(LIMIT, line -> {});

            assertThat(stranger.isAlive()).isTrue();
            assertThat(folder.resolve("orphan.pid")).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
