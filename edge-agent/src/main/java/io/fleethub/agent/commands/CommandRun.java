package io.fleethub.agent.commands;

import io.fleethub.agent.commands.journal.CommandKey;
import io.fleethub.agent.commands.journal.JournalEntry;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.agent.storage.StorageTrouble;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command on its way through the worker: started, resumed after the agent's own restart, or repeated.
 *
 * <p>Runs on the worker; {@link #cancel} and {@link #stop} come from other threads. What they share is guarded by this
 * object's monitor.
 */
final class CommandRun implements Runnable, CommandContext {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

    // Longer than anything runs, and short enough to be counted in nanoseconds.
    private static final Duration LONGEST_RUN = Duration.ofDays(30);

    enum Mode {
        START,
        RESUME,
        REPEAT
    }

    private enum Stage {
        WAITING,
        RUNNING,
        OVER
    }

    private enum Cause {
        TIME_OVER,
        CANCELED,
        AGENT_STOPS
    }

    private final JournalEntry entry;
    private final PreparedCommand<?> command;
    private final Mode mode;
    private final CommandRunner.Tools tools;

    private Stage stage = Stage.WAITING;
    private @Nullable Thread thread;
    private @Nullable Cause interruptedBy;

    // Worker only.
    private long deadlineMillis;
    private @Nullable String checkpoint;

    CommandRun(JournalEntry entry, PreparedCommand<?> command, Mode mode, CommandRunner.Tools tools) {
        this.entry = entry;
        this.command = command;
        this.mode = mode;
        this.tools = tools;
        this.checkpoint = entry.checkpoint();
    }

    CommandKey key() {
        return entry.key();
    }

    @Override
    public void run() {
        if (!enter()) {
            return;
        }
        try {
            switch (mode) {
                case START -> start();
                case RESUME -> resume();
                case REPEAT -> repeat();
            }
        } catch (StorageException e) {
            // Not on record, so not said: the journal still holds the last step, and the hub asks again.
            LOG.error("event=command.not_journaled commandId={} attempt={}", commandId(), attempt(), e);
        } finally {
            leave();
        }
    }

    /** Takes the command back if that still can be; false when it can not. */
    synchronized boolean cancel() {
        if (stage == Stage.WAITING && mode == Mode.START) {
            stage = Stage.OVER;
            tools.journal().tell(key(), tools.updates().canceled(key()));
            LOG.info("event=command.canceled commandId={} attempt={}", commandId(), attempt());
            return true;
        }
        if (stage == Stage.RUNNING && mode != Mode.REPEAT && command.operation().cancelable()) {
            interrupt(Cause.CANCELED);
            return true;
        }
        return false;
    }

    /** The agent goes down: leaves the command as the journal has it, for the next agent. */
    synchronized void stop() {
        if (stage == Stage.WAITING) {
            stage = Stage.OVER;
        } else {
            interrupt(Cause.AGENT_STOPS);
        }
    }

    private void start() {
        if (tools.clock().now() > entry.limitMillis()) {
            end(tools.updates().rejected(key(), ReasonCode.EXPIRED, "its time to start was over before its turn came"));
            return;
        }
        deadlineMillis = tools.clock().now() + entry.request().runFor().toMillis();
        CommandUpdate begun = tools.updates().of(key(), UpdateStatus.IN_PROGRESS);
        try {
            tools.journal().begin(key(), tools.clock().bootId().value(), deadlineMillis, begun);
        } catch (StorageException e) {
            sayUnrecordedIfFull(
                    tools.updates()
                            .rejected(
                                    key(),
                                    ReasonCode.DISK_FULL,
                                    "the node's disk is full: the command cannot be begun"),
                    e);
            throw e;
        }
        LOG.info("event=command.begun commandId={} attempt={}", commandId(), attempt());
        limited(() -> command.run(this)).ifPresent(this::end);
    }

    private void resume() {
        // Uptimes of different boots cannot be compared; then it gets its time again.
        deadlineMillis = sameBoot()
                ? entry.limitMillis()
                : tools.clock().now() + entry.request().runFor().toMillis();
        LOG.info("event=command.resumed commandId={} attempt={}", commandId(), attempt());
        if (remaining().isZero()) {
            end(tools.updates()
                    .ended(
                            key(),
                            new OperationResult.Failed(
                                    ReasonCode.INTERRUPTED, "its time was over before the agent was back", true)));
            return;
        }
        limited(() -> command.resume(this)).ifPresent(this::end);
    }

    private void repeat() {
        deadlineMillis = tools.clock().now() + entry.request().runFor().toMillis();
        Optional<CommandUpdate> done = limited(() -> {
            command.repeat(this);
            return new OperationResult.Succeeded(null);
        });
        if (done.isPresent() && done.get().status() == UpdateStatus.SUCCEEDED) {
            tools.journal().answer(entry.lastUpdate());
        }
    }

    /** Does the work within the command's time; empty when the agent goes down in the middle of it. */
    private Optional<CommandUpdate> limited(Work work) {
        AgentThread.Planned limit = tools.timer().after(remaining(), this::timeOver);
        try {
            return Optional.of(tools.updates().ended(key(), work.call()));
        } catch (InterruptedException e) {
            return interrupted();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("event=command.fault commandId={} attempt={}", commandId(), attempt(), e);
            return failed(ReasonCode.INTERNAL, e.toString(), false);
        } finally {
            limit.cancel();
            calm();
        }
    }

    private synchronized Optional<CommandUpdate> interrupted() {
        if (interruptedBy == Cause.AGENT_STOPS) {
            return Optional.empty();
        }
        if (interruptedBy == Cause.CANCELED) {
            return Optional.of(tools.updates().canceled(key()));
        }
        return interruptedBy == Cause.TIME_OVER
                ? failed(
                        ReasonCode.TIMED_OUT,
                        "it took longer than " + entry.request().runFor(),
                        true)
                : failed(ReasonCode.INTERNAL, "interrupted by nobody known", true);
    }

    private Optional<CommandUpdate> failed(ReasonCode reason, String detail, boolean retryable) {
        return Optional.of(tools.updates().ended(key(), new OperationResult.Failed(reason, detail, retryable)));
    }

    /** The hub hears what happened even when the journal cannot keep it. */
    private void sayUnrecordedIfFull(CommandUpdate update, StorageException failure) {
        if (StorageTrouble.of(failure) == StorageTrouble.DISK_FULL) {
            tools.journal().sayUnrecorded(update);
        }
    }

    private void end(CommandUpdate update) {
        try {
            tools.journal().tell(key(), update);
        } catch (StorageException e) {
            sayUnrecordedIfFull(update, e);
            throw e;
        }
        LOG.info(
                "event=command.ended commandId={} attempt={} operation={} status={} reason={}",
                commandId(),
                attempt(),
                entry.request().operation(),
                update.status(),
                update.reason() == null ? "-" : update.reason().code());
    }

    private synchronized boolean enter() {
        if (stage == Stage.OVER) {
            return false;
        }
        stage = Stage.RUNNING;
        thread = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        stage = Stage.OVER;
        calm();
    }

    private synchronized void timeOver() {
        interrupt(Cause.TIME_OVER);
    }

    private synchronized void interrupt(Cause cause) {
        if (thread != null && interruptedBy == null) {
            interruptedBy = cause;
            thread.interrupt();
        }
    }

    /** From here on nobody interrupts; an interrupt that came too late is taken off the thread. */
    private synchronized void calm() {
        thread = null;
        Thread.interrupted();
    }

    @Override
    public CommandId commandId() {
        return key().commandId();
    }

    @Override
    public int attempt() {
        return key().attempt();
    }

    @Override
    public Duration remaining() {
        long left = deadlineMillis - tools.clock().now();
        return Duration.ofMillis(Math.max(0, Math.min(left, LONGEST_RUN.toMillis())));
    }

    @Override
    public void progress(double percent, String step) {
        if (mode != Mode.REPEAT) {
            tools.journal().tell(key(), tools.updates().progress(key(), percent, step));
        }
    }

    @Override
    public void checkpoint(String state) {
        tools.journal().checkpoint(key(), state);
        checkpoint = state;
    }

    @Override
    public Optional<String> lastCheckpoint() {
        return Optional.ofNullable(checkpoint);
    }

    @Override
    public boolean sameBoot() {
        return tools.clock().isThisBoot(entry.bootId());
    }

    /** What the operation does. */
    @FunctionalInterface
    private interface Work {
        OperationResult call() throws InterruptedException;
    }
}
