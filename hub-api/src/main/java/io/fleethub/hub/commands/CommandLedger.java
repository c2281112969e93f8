package io.fleethub.hub.commands;

import static io.fleethub.hub.commands.CommandStatus.QUEUED;

import io.fleethub.hub.commands.CommandEvents.CommandFinished;
import io.fleethub.hub.commands.CommandEvents.CommandMoved;
import io.fleethub.hub.commands.CommandEvents.CommandQueued;
import io.fleethub.hub.commands.CommandEvents.CommandStarted;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of commands and their history: each change and its line of history in one place. Needs the caller's
 * transaction and its lock of the node's queue row; stateless.
 */
@ApplicationScoped
class CommandLedger {

    /** Who the history names for what the hub does by itself. */
    static final String HUB = "hub";

    /** Who the history names for a node's answers. */
    static final String NODE = "node";

    /**
     * Why a command changes.
     *
     * @param answered the status in the node's own words, when it is the node's answer
     */
    record Cause(
            String actor,
            int attempt,
            @Nullable String answered,
            @Nullable Reason reason) {

        static Cause hub(Command command, @Nullable Reason reason) {
            return new Cause(HUB, command.attempt, null, reason);
        }
    }

    private final CommandRepository commands;
    private final QueueRepository queues;
    private final Clock clock;
    private final Event<CommandEvents> events;

    CommandLedger(CommandRepository commands, QueueRepository queues, Clock clock, Event<CommandEvents> events) {
        this.commands = commands;
        this.queues = queues;
        this.clock = clock;
        this.events = events;
    }

    void open(Command command) {
        commands.persist(command);
        record(command, null, new Cause(command.createdBy, command.attempt, null, null));
        queued(command);
    }

    /** @throws IllegalStateException when the table of {@link CommandStatus} has no such move */
    void move(Command command, CommandStatus to, Cause cause) {
        CommandStatus from = command.status;
        if (!from.canMoveTo(to) || to == QUEUED) {
            throw new IllegalStateException("command " + command.commandId + " cannot move from " + from + " to " + to);
        }
        command.status = to;
        explain(command, cause.reason());
        if (to.isFinal()) {
            finish(command);
        } else if (to == CommandStatus.IN_PROGRESS) {
            events.fire(new CommandStarted(
                    command.tenant(), command.node(), command.id(), command.operation, command.attempt));
        }
        record(command, from, cause);
    }

    /** Ends the attempt and queues the next one. The history's line is of the attempt that ended. */
    void tryAgain(Command command, Cause cause) {
        CommandStatus from = command.status;
        Reason why = Reason.of(ReasonCode.ATTEMPT_FAILED, describe(cause.reason()));
        Cause ended = new Cause(cause.actor(), command.attempt, cause.answered(), why);
        command.status = QUEUED;
        command.attempt++;
        command.inFlight = false;
        command.publishedAt = null;
        command.publishedStorage = null;
        command.resend = false;
        command.runDeadline = null;
        command.progress = null;
        release(command);
        explain(command, why);
        record(command, from, ended);
        queued(command);
    }

    /** Fails the attempt for a reason that the hub found: another attempt follows while budget and time last. */
    void failRetryable(Command command, Reason reason) {
        Cause cause = Cause.hub(command, reason);
        if (command.standing().mayTryAgain(clock.instant())) {
            tryAgain(command, cause);
        } else {
            move(command, CommandStatus.FAILED, cause);
        }
    }

    /** A line of history that moves nothing. */
    void note(Command command, Cause cause) {
        record(command, command.status, cause);
    }

    /** The command takes its node's place: from now on it may have left the hub. */
    void publish(Command command, Instant at, @Nullable String storageId) {
        command.inFlight = true;
        command.everPublished = true;
        command.publishedAt = at;
        command.publishedStorage = storageId;
        command.resend = false;
    }

    /**
     * The broker did not take it: unless it was published before, nothing has left the hub and the place is free again.
     *
     * @param again it was in flight before
     * @param leftBefore an earlier attempt may have left the hub
     */
    void withdraw(Command command, boolean again, boolean leftBefore) {
        if (!again) {
            command.inFlight = false;
            command.everPublished = leftBefore;
            command.publishedAt = null;
            command.publishedStorage = null;
        }
    }

    /** {@link #withdraw}, with one line in the history of the attempt that tells why it waits. */
    void nobodyThere(Command command, boolean again, boolean leftBefore) {
        withdraw(command, again, leftBefore);
        if (!commands.hasNote(command.id(), command.attempt, ReasonCode.NO_SUBSCRIBER.name())) {
            note(command, Cause.hub(command, Reason.of(ReasonCode.NO_SUBSCRIBER)));
        }
    }

    /** The node's word that it has the attempt: the place is taken, unless another command holds it, and the run begins. */
    void answered(Command command, Instant at) {
        command.runDeadline = at.plus(command.runFor());
        if (!command.inFlight) {
            command.inFlight =
                    commands.inFlight(command.node(), command.emergency).isEmpty();
            command.everPublished = true;
        }
    }

    private static void release(Command command) {
        command.heldResult = null;
        command.heldUntil = null;
    }

    private void queued(Command command) {
        events.fire(
                new CommandQueued(command.tenant(), command.node(), command.id(), command.operation, command.attempt));
        queues.wake(command.node());
    }

    private void finish(Command command) {
        command.finishedAt = clock.instant();
        command.inFlight = false;
        command.resend = false;
        release(command);
        events.fire(new CommandFinished(
                command.tenant(),
                command.node(),
                command.id(),
                command.operation,
                command.status,
                Optional.ofNullable(command.reasonCode)));
        queues.wake(command.node());
    }

    private static void explain(Command command, @Nullable Reason reason) {
        command.reasonCode = reason == null ? null : reason.code();
        command.reasonDetail = reason == null ? null : reason.detail();
    }

    private static @Nullable String describe(@Nullable Reason reason) {
        if (reason == null) {
            return null;
        }
        return reason.detail() == null ? reason.code() : reason.code() + ": " + reason.detail();
    }

    private void record(Command command, @Nullable CommandStatus from, Cause cause) {
        CommandChange change = new CommandChange();
        change.tenantId = command.tenantId;
        change.commandId = command.commandId;
        change.at = clock.instant();
        change.attempt = cause.attempt();
        change.fromStatus = from;
        change.toStatus = command.status;
        change.actor = cause.actor();
        change.answered = cause.answered();
        Reason reason = cause.reason();
        change.reasonCode = reason == null ? null : reason.code();
        change.reasonDetail = reason == null ? null : reason.detail();
        commands.add(change);
        if (from != command.status) {
            events.fire(new CommandMoved(
                    command.tenant(),
                    command.node(),
                    command.id(),
                    command.operation,
                    command.status,
                    command.attempt));
        }
    }
}
