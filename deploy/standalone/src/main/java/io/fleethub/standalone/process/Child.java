package io.fleethub.standalone.process;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One child through all its lives. Changed on the supervisor's thread only; the present life may be read by others. */
final class Child {
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    private record Life(
            Process process, ChildOutput output, Thread reader, Instant startedAt, CompletableFuture<Void> end) {}

    private final ChildSpec spec;
    private final Supervisor supervisor;
    private final Backoff backoff;
    private volatile @Nullable Life life;
    private boolean kept;
    private boolean stopping;

    Child(ChildSpec spec, Supervisor supervisor) {
        this.spec = spec;
        this.supervisor = supervisor;
        this.backoff = new Backoff(supervisor.firstWait());
    }

    void start() {
        if (stopping) {
            return;
        }
        try {
            Process process = supervisor.starter().start(spec);
            ChildOutput output = new ChildOutput(
                    spec.name(), process.getInputStream(), supervisor.logFile(spec.name()), supervisor.terminal());
            Thread reader = new Thread(null, output, "output-" + spec.name(), 128 << 10);
            reader.setDaemon(true);
            reader.start();
            CompletableFuture<Void> end = process.onExit().thenRun(() -> supervisor.soon(() -> ended(process)));
            life = new Life(process, output, reader, supervisor.clock().instant(), end);
            // Last, and no reason to give up: whatever a full disk does, a process that runs is looked after.
            reportingFailure(() -> supervisor.records().put(spec, process.pid()));
        } catch (IOException e) {
            throw new LaunchException(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    void keepRunning() {
        kept = true;
        Life now = life;
        if (now != null && !now.process().isAlive()) {
            ended(now.process());
        }
    }

    private void ended(Process process) {
        Life now = life;
        if (!kept || stopping || now == null || now.process() != process) {
            return;
        }
        reportingFailure(() -> supervisor.records().remove(spec.name()));
        Duration wait = backoff.afterLife(now.startedAt(), supervisor.clock().instant());
        supervisor
                .terminal()
                .say(spec.name() + " (pid " + process.pid() + ") ended with " + process.exitValue()
                        + ", it is started again in " + wait.toSeconds() + " s");
        supervisor.later(wait, this::startAgain);
    }

    private void startAgain() {
        if (stopping || isAlive()) {
            return;
        }
        try {
            start();
        } catch (LaunchException e) {
            supervisor.terminal().say(e.line() + ", it is tried again in " + NEXT_TRY.toSeconds() + " s");
            supervisor.later(NEXT_TRY, this::startAgain);
            return;
        }
        pid().ifPresent(pid -> supervisor.terminal().say(spec.name() + " runs again (pid " + pid + ")"));
        supervisor.restarted();
    }

    void stop() {
        stopping = true;
        Life now = life;
        if (now == null) {
            return;
        }
        if (now.process().isAlive()) {
            supervisor.terminal().say("stopping " + spec.name());
            Signals.send(now.process().pid(), spec.stopSignal());
            if (!awaitEnd(now.process(), spec.stopGrace())) {
                supervisor.terminal().say(spec.name() + " does not end, it is killed");
                now.process().destroyForcibly();
                awaitEnd(now.process(), KILL_GRACE);
            }
        }
        awaitLastWords(now);
        life = null;
        reportingFailure(() -> supervisor.records().remove(spec.name()));
    }

    boolean isAlive() {
        Life now = life;
        return now != null && now.process().isAlive();
    }

    boolean hasPrinted(String beginning) {
        Life now = life;
        return now != null && now.output().hasPrinted(beginning);
    }

    Optional<Long> pid() {
        return Optional.ofNullable(life).map(now -> now.process().pid());
    }

    /** Exit code and last lines of a child that did not come up. */
    String explanation() {
        Life now = life;
        if (now == null) {
            return "it never ran";
        }
        awaitLastWords(now);
        return "it ended with " + now.process().exitValue() + " ("
                + now.output().lastLines() + ")";
    }

    private void reportingFailure(Runnable work) {
        try {
            work.run();
        } catch (LaunchException e) {
            supervisor.terminal().say(e.line());
        }
    }

    private static boolean awaitEnd(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitLastWords(Life life) {
        try {
            life.reader().join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
