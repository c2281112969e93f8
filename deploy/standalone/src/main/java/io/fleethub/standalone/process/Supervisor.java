package io.fleethub.standalone.process;

import io.fleethub.standalone.platform.LaunchException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs the children and keeps them running. Starts and restarts happen on one thread of its own (see {@link
 * ProcessStarter}); {@link #start}, {@link #awaitHealthy} and {@link #close} are for the launcher's main thread and its
 * shutdown hook.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration HEALTH_POLL = Duration.ofMillis(250);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread supervisor = new Thread(work, "supervisor");
        supervisor.setDaemon(true);
        return supervisor;
    });
    private final ProcessStarter starter = ProcessStarter.detect();
    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private final Deque<Child> stopOrder = new ArrayDeque<>();
    private final Path logs;
    private final RunRecords records;
    private final Terminal terminal;
    private final Runnable onRestart;
    private final InstantSource clock;
    private final Duration firstWait;

    /** {@code onRestart} is called on the supervisor's thread whenever a child has a new process id. */
    public Supervisor(Path logs, RunRecords records, Terminal terminal, Runnable onRestart, InstantSource clock) {
        this(logs, records, terminal, onRestart, clock, Duration.ofSeconds(5));
    }

    /** Test seam: a shorter first wait before a dead child is started again. */
    Supervisor(
            Path logs,
            RunRecords records,
            Terminal terminal,
            Runnable onRestart,
            InstantSource clock,
            Duration firstWait) {
        this.logs = logs;
        this.records = records;
        this.terminal = terminal;
        this.onRestart = onRestart;
        this.clock = clock;
        this.firstWait = firstWait;
    }

    /** Starts a child for the first time; one that dies before it was healthy is not started again. */
    public void start(ChildSpec spec) {
        Child child = new Child(spec, this);
        synchronized (stopOrder) {
            stopOrder.push(child);
        }
        children.put(spec.name(), child);
        onThread(child::start);
    }

    /** Waits for the first health of a child; from then on it is started again whenever it dies. */
    public void awaitHealthy(String name, BooleanSupplier healthy, Duration limit) {
        Child child = child(name);
        long deadline = System.nanoTime() + limit.toNanos();
        while (!healthy.getAsBoolean()) {
            if (!child.isAlive()) {
                throw new LaunchException(name + " did not start: " + child.explanation() + ", see " + logFile(name));
            }
            if (System.nanoTime() > deadline) {
                throw new LaunchException(
                        name + " is not healthy after " + limit.toSeconds() + " s, see " + logFile(name));
            }
            pause();
        }
        onThread(child::keepRunning);
    }

    /** Whether the child's present process has printed a line that begins like this. */
    public boolean hasPrinted(String name, String beginning) {
        return child(name).hasPrinted(beginning);
    }

    /** The process id of a child, between two lives that of the one before; empty before the first. */
    public Optional<Long> pid(String name) {
        return Optional.ofNullable(children.get(name)).flatMap(Child::pid);
    }

    /** Ends the children one by one, the last started first; one that fails to end keeps none of the others. */
    @Override
    public void close() {
        while (true) {
            Child child;
            synchronized (stopOrder) {
                child = stopOrder.poll();
            }
            if (child == null) {
                break;
            }
            stop(child);
        }
        thread.shutdown();
    }

    private void stop(Child child) {
        try {
            onThread(child::stop);
        } catch (RuntimeException e) {
            terminal.say("a child could not be stopped: " + e);
        }
    }

    Path logFile(String name) {
        return logs.resolve(name + ".log");
    }

    ProcessStarter starter() {
        return starter;
    }

    RunRecords records() {
        return records;
    }

    Terminal terminal() {
        return terminal;
    }

    Duration firstWait() {
        return firstWait;
    }

    InstantSource clock() {
        return clock;
    }

    void later(Duration wait, Runnable work) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, this::soon)
                .execute(work);
    }

    void soon(Runnable work) {
        if (!thread.isShutdown()) {
            thread.execute(() -> reportingFailure(work));
        }
    }

    void restarted() {
        onRestart.run();
    }

    private Child child(String name) {
        return Optional.ofNullable(children.get(name)).orElseThrow();
    }

    private void reportingFailure(Runnable work) {
        try {
            work.run();
        } catch (LaunchException e) {
            terminal.say(e.line());
        } catch (RuntimeException e) {
            // The thread must live on: with it would end all that it has started.
            terminal.say("a child could not be looked after: " + e);
        }
    }

    private void onThread(Runnable work) {
        try {
            thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LaunchException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(HEALTH_POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted", e);
        }
    }
}
