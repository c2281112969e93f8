package io.fleethub.agent.operations.services.process;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.tool.CleanEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts, finds and ends the processes of one service.
 *
 * <p>Thread-safe, without state of its own: the kernel keeps it.
 */
final class ProcessLauncher {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final ServiceConfig.Supervised spec;
    private final ProcessMark mark;
    private final Clock clock;

    ProcessLauncher(ServiceConfig.Supervised spec, ProcessMark mark, Clock clock) {
        this.spec = spec;
        this.mark = mark;
        this.clock = clock;
    }

    ChildProcess launch() throws IOException {
        Path folder = spec.logFile().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .directory(spec.workingDirectory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
        CleanEnvironment.apply(builder.environment());
        mark.put(builder.environment());
        Process process = builder.start();
        // A process that has ended already keeps its pid until its end was noticed; its ticks then no longer matter.
        long startTicks = ProcStat.of(process.pid()).map(ProcStat::startTicks).orElse(-1L);
        return new ChildProcess(process.toHandle(), startTicks, clock.instant());
    }

    /** The main process that an earlier agent left behind, if it still lives. */
    Optional<ChildProcess> find(RunRecord left) {
        Long pid = left.pid();
        Long startTicks = left.startTicks();
        if (pid == null || startTicks == null) {
            return left.wanted() ? findUnrecorded(left) : Optional.empty();
        }
        return ProcessHandle.of(pid)
                .map(handle -> new ChildProcess(handle, startTicks, left.since()))
                .filter(ChildProcess::alive);
    }

    /** The agent was killed between starting the process and noting its pid: then it is the only one with the mark. */
    private Optional<ChildProcess> findUnrecorded(RunRecord left) {
        List<ProcessHandle> bearers = mark.bearers();
        List<ProcessHandle> roots = bearers.stream()
                .filter(bearer -> bearer.parent().filter(bearers::contains).isEmpty())
                .toList();
        return roots.size() != 1
                ? Optional.empty()
                : ProcStat.of(roots.get(0).pid())
                        .map(stat -> new ChildProcess(roots.get(0), stat.startTicks(), left.since()));
    }

    /** Ends the main process and everything that bears the service's mark: TERM, then KILL after {@code grace}. */
    void end(ChildProcess main, Duration grace) throws InterruptedException {
        boolean gone = false;
        try {
            main.handle().destroy();
            mark.bearers().forEach(ProcessHandle::destroy);
            gone = awaitEnd(main, grace);
        } finally {
            if (!gone) {
                main.handle().destroyForcibly();
                killLeftOvers();
            }
        }
        if (!gone && !awaitEnd(main, grace)) {
            throw new IllegalStateException("pid " + main.pid() + " does not end, even by KILL");
        }
    }

    /** Kills what bears the mark at a time when no process of the service should live. */
    void killLeftOvers() {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
    }

    private boolean awaitEnd(ChildProcess main, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> others = mark.bearers();
        while (main.alive() || !others.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            others = mark.bearers();
        }
        return true;
    }
}
