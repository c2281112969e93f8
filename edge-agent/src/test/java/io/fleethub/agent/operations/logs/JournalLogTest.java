package io.fleethub.agent.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.operations.tool.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that notes its arguments; the real journalctl is the systemd lane's. */
class JournalLogTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private JournalLog log;

    @BeforeEach
    void aJournalctlOfOurOwn() throws IOException {
        program("for a in \"$@\"; do echo \"$a\"; done > \"$(dirname \"$0\")/arguments\"; echo one; echo two");
        log = new JournalLog(
                "energy",
                "energy.service",
                folder.resolve("journalctl").toString(),
                folder.resolve("spool"),
                new ToolRunner());
    }

    @Test
    void asksForTheConfiguredUnitWithFixedArguments() throws Exception {
        Instant since = Instant.ofEpochSecond(1_000, 5);
        Instant until = Instant.ofEpochSecond(2_000, 5);

        log.open(new LogQuery(20, since, until, null), LIMIT).close();

        assertThat(Files.readAllLines(folder.resolve("arguments")))
                .containsExactly(
                        "--no-pager",
                        "--quiet",
                        "--output=short-iso",
                        "--unit=energy.service",
                        "--lines=20",
                        "--since=@1000",
                        "--until=@2001");
    }

    @Test
    void aFilterNeverBecomesAnArgument() throws Exception {
        log.open(new LogQuery(20, null, null, "--vacuum-time=1s"), LIMIT).close();

        assertThat(Files.readString(folder.resolve("arguments")))
                .doesNotContain("vacuum")
                .contains("--lines=100000");
    }

    @Test
    void whatWasFetchedLeavesNoFileBehind() throws Exception {
        try (LogFiles files = log.open(new LogQuery(20, null, null, null), LIMIT)) {
            assertThat(files.size(0)).isEqualTo("one\ntwo\n".length());
            try (Stream<Path> left = Files.list(folder.resolve("spool"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void tellsWhatJournalctlComplainedAbout() throws Exception {
        program("echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1");

        assertThatThrownBy(() -> log.open(new LogQuery(20, null, null, null), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("journalctl: No journal files were opened due to insufficient permissions.");
    }

    private void program(String script) throws IOException {
        Path journalctl = folder.resolve("journalctl");
        Files.writeString(journalctl, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(journalctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
