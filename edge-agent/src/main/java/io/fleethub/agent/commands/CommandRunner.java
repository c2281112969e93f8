package io.fleethub.agent.commands;

import io.fleethub.agent.commands.journal.CommandJournal;
import io.fleethub.agent.commands.journal.CommandKey;
import io.fleethub.agent.commands.journal.JournalEntry;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.CommandId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands, one after the other, on its one thread.
 *
 * <p>The hub has one command in flight on a node; more than one waits here only when the hub has given one up. An
 * emergency lane would be a second runner: nothing here is shared but the journal.
 */
final class CommandRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final int MOST_WAITING = 16;
    private static final long STOP_SECONDS = 15;

    private final Tools tools;
    private final ThreadPoolExecutor worker;
    private final Map<CommandKey, CommandRun> runs = new ConcurrentHashMap<>();

    /** What every run needs. */
    record Tools(CommandJournal journal, Updates updates, BootClock clock, AgentThread timer) {}

    CommandRunner(Tools tools) {
        this.tools = tools;
        this.worker = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2 * MOST_WAITING), CommandRunner::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "command-worker");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether one more may be received. */
    boolean hasRoom() {
        return worker.getQueue().size() < MOST_WAITING;
    }

    boolean holds(CommandKey key) {
        return runs.containsKey(key);
    }

    /** Does it when its turn comes; false when there is no room, or it is being done already. */
    boolean submit(JournalEntry entry, PreparedCommand<?> command, CommandRun.Mode mode) {
        CommandRun run = new CommandRun(entry, command, mode, tools);
        if (runs.putIfAbsent(entry.key(), run) != null) {
            return false;
        }
        try {
            worker.execute(() -> {
                try {
                    run.run();
                } finally {
                    runs.remove(run.key(), run);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            runs.remove(run.key(), run);
            LOG.warn("event=command.no_room command={} mode={}", entry.key(), mode);
            return false;
        }
    }

    /** Empty when no attempt of that command is here; else whether it could be taken back. */
    Optional<Boolean> cancel(CommandId id) {
        return runs.values().stream()
                .filter(run -> run.commandId().equals(id))
                .findFirst()
                .map(CommandRun::cancel);
    }

    @Override
    public void close() {
        worker.shutdown();
        // First those that wait: else the next one would begin when the one that runs is stopped.
        worker.getQueue().clear();
        runs.values().forEach(CommandRun::stop);
        try {
            if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=command.worker_slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
