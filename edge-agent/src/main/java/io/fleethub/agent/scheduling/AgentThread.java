package io.fleethub.agent.scheduling;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs what it is given in order, now or later. A task that throws is logged and does not end the ones
 * after it. Thread-safe.
 */
public final class AgentThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentThread.class);
    private static final long CLOSE_SECONDS = 10;

    /** Something that was planned and can still be called off. */
    @FunctionalInterface
    public interface Planned {
        void cancel();
    }

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    public AgentThread(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs it as soon as what was given before is done; after {@link #close} not at all. */
    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    public Planned after(Duration wait, Runnable task) {
        try {
            return cancelable(executor.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("event=thread.closed name={}", name);
            return () -> {};
        }
    }

    /** For the first time after {@code pace}; late ones are not made up for. */
    public Planned every(Duration pace, Runnable task) {
        try {
            long nanos = pace.toNanos();
            return cancelable(executor.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("event=thread.closed name={}", name);
            return () -> {};
        }
    }

    /** Hands the outcome of a future to this thread, whichever thread completes it. */
    public <T> void when(CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failure) {
        CompletableFuture<T> unused = future.whenComplete((result, problem) -> execute(() -> {
            if (problem == null) {
                success.accept(result);
            } else {
                failure.accept(problem);
            }
        }));
    }

    private static Planned cancelable(Future<?> future) {
        return () -> future.cancel(false);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("event=thread.task_failed name={}", name, e);
        }
    }

    /** Does what waits already, not what was planned for later, then ends. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=thread.close_slow name={}", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
