package io.fleethub.simulator;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread to which many nodes are confined. After {@link #close} nothing more runs, and what is handed over late is
 * dropped. An exception of a task ends that task alone and is told to whoever looks after the run.
 */
final class NodeLoop implements Executor, AutoCloseable {

    private static final long STOP_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> faults;
    private volatile @Nullable Thread thread;

    NodeLoop(String name, Consumer<Throwable> faults) {
        this.faults = faults;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler((task, from) -> {
            if (!from.isShutdown()) {
                throw new RejectedExecutionException("the loop is full, which it never is");
            }
        });
    }

    /** Runs it now when this is the loop's thread, else as soon as the loop gets to it. */
    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            executor.execute(guarded(task));
        }
    }

    /** Runs it after what the loop has already been given, so that loops that wake each other do not pile up a stack. */
    void post(Runnable task) {
        executor.execute(guarded(task));
    }

    Future<?> after(Duration delay, Runnable task) {
        return executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration pace, Runnable task) {
        Future<?> repeated =
                executor.scheduleWithFixedDelay(guarded(task), pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
        if (repeated.isCancelled()) {
            throw new IllegalStateException("the loop has ended");
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                faults.accept(fault);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                faults.accept(new IllegalStateException("a loop did not end within " + STOP_SECONDS + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
