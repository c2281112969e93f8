package io.fleethub.agent.operations.services.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.ServiceException;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.operations.tool.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that notes its arguments and answers as systemd 252 does; the real one is the systemd lane's. */
class SystemdServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private SystemdService service;

    @BeforeEach
    void aSystemctlOfOurOwn() throws IOException {
        Path systemctl = folder.resolve("systemctl");
        Files.writeString(systemctl, """
                #!/bin/sh
                for a in "$@"; do echo "$a"; done > "$(dirname "$0")/arguments"
                cat "$(dirname "$0")/answer"
                exit $(cat "$(dirname "$0")/code")
                """);
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        answer(0, "");
        service = new SystemdService(
                new ServiceConfig.Systemd("energy", "energy.service"),
                systemctl.toString(),
                new ToolRunner(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 100_000_000_000L);
    }

    @Test
    void aRunningUnitIsReadWithPidTimeRestartsAndMemory() throws Exception {
        answer(0, show("active", "running", 4711));

        ServiceStatus status = service.status();

        assertThat(status)
                .isEqualTo(new ServiceStatus(RunState.RUNNING, 4711L, NOW.minusSeconds(40), 2, 1_048_576L, 7_500_000L));
    }

    @Test
    void statesOfSystemdBecomeOurs() throws Exception {
        assertThat(stateOf("inactive", "dead", 0)).isEqualTo(RunState.STOPPED);
        assertThat(stateOf("failed", "failed", 0)).isEqualTo(RunState.FAILED);
        assertThat(stateOf("activating", "auto-restart", 0)).isEqualTo(RunState.FAILED);
        assertThat(stateOf("activating", "start", 4711)).isEqualTo(RunState.RUNNING);
        assertThat(stateOf("deactivating", "stop-sigterm", 4711)).isEqualTo(RunState.RUNNING);
        assertThat(stateOf("reloading", "reload", 4711)).isEqualTo(RunState.RUNNING);
    }

    @Test
    void whatSystemdLeavesUnsetIsAbsent() throws Exception {
        answer(
                0,
                "LoadState=loaded\nActiveState=inactive\nMainPID=0\nMemoryCurrent=[not set]\nCPUUsageNSec=[not set]\nNRestarts=0\n");

        assertThat(service.status()).isEqualTo(new ServiceStatus(RunState.STOPPED, null, null, 0, null, null));
    }

    @Test
    void aUnitThatSystemdDoesNotKnowIsNoStoppedService() throws Exception {
        answer(0, "LoadState=not-found\nActiveState=inactive\nMainPID=0\n");

        assertThatThrownBy(() -> service.status())
                .isInstanceOf(ServiceException.class)
                .hasMessage("systemd knows no unit energy.service");
    }

    @Test
    void actsWithFixedArgumentsAndTheConfiguredUnit() throws Exception {
        service.restart(LIMIT);

        assertThat(Files.readAllLines(folder.resolve("arguments")))
                .isEqualTo(List.of("--no-pager", "--no-ask-password", "restart", "--", "energy.service"));
    }

    @Test
    void tellsWhatSystemctlComplainedAbout() throws Exception {
        answer(1, "Failed to restart energy.service: Access denied\n");

        assertThatThrownBy(() -> service.restart(LIMIT))
                .isInstanceOf(ServiceException.class)
                .hasMessage("systemctl restart energy.service: Failed to restart energy.service: Access denied");
    }

    private RunState stateOf(String active, String sub, long pid) throws Exception {
        answer(0, show(active, sub, pid));
        return service.status().state();
    }

    private static String show(String active, String sub, long pid) {
        return "LoadState=loaded\nActiveState=" + active + "\nSubState=" + sub + "\nMainPID=" + pid
                + "\nNRestarts=2\nMemoryCurrent=1048576\nCPUUsageNSec=7500000\nStateChangeTimestampMonotonic=60000000\n";
    }

    private void answer(int code, String text) throws IOException {
        Files.writeString(folder.resolve("answer"), text);
        Files.writeString(folder.resolve("code"), Integer.toString(code));
    }
}
