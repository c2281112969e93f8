package io.fleethub.agent.commands;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.commands.journal.CommandJournal;
import io.fleethub.agent.commands.journal.JournalEntry;
import io.fleethub.agent.commands.journal.JournalLimits;
import io.fleethub.agent.commands.journal.PendingUpdates;
import io.fleethub.agent.commands.journal.UpdateSender;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command side of the agent: give it what arrives, tell it when a connection is made.
 *
 * <p>Thread-safe. It has two threads of its own: the inbox, which judges and answers, and the worker, which acts.
 */
public final class Commands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int MOST_UNREAD = 256;
    private static final long INBOX_SECONDS = 5;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private final CommandJournal journal;
    private final PendingUpdates pending;
    private final CommandJudge judge;
    private final CommandRunner runner;
    private final CommandInbox inbox;
    private final Updates updates;
    private final AgentThread timer;
    private final ThreadPoolExecutor inboxThread;

    /**
     * What the command side needs from the rest of the agent.
     *
     * @param timer for short things only: sending updates, time limits
     */
    public record Surroundings(
            NodeId nodeId,
            AgentDatabase database,
            UpdateSender sender,
            AgentThread timer,
            Clock clock,
            BootClock bootClock,
            HubTime hubTime) {}

    public Commands(Surroundings around, CommandKeys keys, Capabilities capabilities) {
        this(around, keys, capabilities, RETRY_PAUSE);
    }

    Commands(Surroundings around, CommandKeys keys, Capabilities capabilities, Duration retryPause) {
        MessageCodec codec = new MessageCodec();
        timer = around.timer();
        updates = new Updates(around.clock());
        pending = new PendingUpdates(around.database(), codec, around.sender(), timer, retryPause);
        journal = new CommandJournal(
                around.database(), codec, around.clock(), JournalLimits.DEFAULT, pending::wake, pending::sayUnrecorded);
        StartTimes times = new StartTimes(around.bootClock(), System::nanoTime, around.hubTime(), around.clock());
        judge = new CommandJudge(capabilities, journal, times, around.bootClock());
        runner = new CommandRunner(new CommandRunner.Tools(journal, updates, around.bootClock(), timer));
        inbox = new CommandInbox(
                Topics.of(around.nodeId(), Channel.COMMANDS),
                keys,
                codec,
                judge,
                runner,
                new CommandInbox.Around(journal, updates, around.clock()));
        inboxThread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_UNREAD), Commands::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "command-inbox");
        thread.setDaemon(true);
        return thread;
    }

    /** Goes on with what an earlier agent began; to be called once, before anything is received. */
    public void begin() {
        for (JournalEntry entry : journal.begunAndNotEnded()) {
            Optional<PreparedCommand<?>> command = judge.prepare(entry.request());
            if (command.isPresent()) {
                runner.submit(entry, command.get(), CommandRun.Mode.RESUME);
            } else {
                journal.tell(entry.key(), updates.ended(entry.key(), CommandJudge.NO_LONGER_TAKEN));
            }
        }
        timer.every(PRUNE_EVERY, this::prune);
    }

    /** Takes a message from the broker's thread; what does not fit in is dropped, the hub sends it again. */
    public void receive(IncomingMessage message) {
        try {
            inboxThread.execute(() -> inbox.handle(message));
        } catch (RejectedExecutionException e) {
            LOG.warn("event=command.dropped reason=\"too many wait to be read\"");
        }
    }

    /** A connection is made: what waits can be sent. */
    public void connected() {
        pending.wake();
    }

    private void prune() {
        try {
            inboxThread.execute(this::forgetOld);
        } catch (RejectedExecutionException e) {
            LOG.debug("event=command.journal_not_pruned reason=\"the inbox is full or closed\"");
        }
    }

    private void forgetOld() {
        try {
            journal.prune();
        } catch (StorageException e) {
            LOG.warn("event=command.journal_not_pruned reason=\"{}\"", e.getMessage());
        }
    }

    /** Ends both threads; a command in the middle stays in the journal for the next agent. */
    @Override
    public void close() {
        inboxThread.shutdown();
        try {
            if (!inboxThread.awaitTermination(INBOX_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=command.inbox_slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.close();
    }
}
