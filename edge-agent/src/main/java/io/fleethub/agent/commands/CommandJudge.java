package io.fleethub.agent.commands;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.commands.journal.CommandJournal;
import io.fleethub.agent.commands.journal.CommandKey;
import io.fleethub.agent.commands.journal.JournalEntry;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.ReasonCode;
import java.util.Optional;

/**
 * Decides about commands that are rightly signed and not in the journal: canceled, too late, not capable, wrong
 * parameters, or to be done. Starts nothing. Inbox thread only, but for {@link #prepare}.
 */
final class CommandJudge {

    /** For a command that was received under another configuration. */
    static final OperationResult NO_LONGER_TAKEN = new OperationResult.Failed(
            ReasonCode.INTERRUPTED, "the node's configuration no longer allows what was begun", false);

    private final Capabilities capabilities;
    private final CommandJournal journal;
    private final StartTimes times;
    private final BootClock clock;

    CommandJudge(Capabilities capabilities, CommandJournal journal, StartTimes times, BootClock clock) {
        this.capabilities = capabilities;
        this.journal = journal;
        this.times = times;
        this.clock = clock;
    }

    Verdict judge(CommandRequest request, IncomingMessage message, boolean room) {
        if (journal.wasCanceled(request.commandId())) {
            return new Verdict.Refused(ReasonCode.CANCELED, "taken back before it came");
        }
        long limit = times.limitMillis(request, message);
        if (limit < clock.now()) {
            return new Verdict.Refused(ReasonCode.EXPIRED, "its time to start is over");
        }
        if (journal.mayBeForgotten(request.issuedAt())) {
            return new Verdict.Refused(ReasonCode.EXPIRED, "older than what this node remembers of its commands");
        }
        Optional<JournalEntry> latest = journal.latestAttempt(request.commandId());
        if (latest.isPresent() && latest.get().key().attempt() > request.attempt()) {
            return new Verdict.Refused(
                    ReasonCode.EXPIRED, "attempt " + latest.get().key().attempt() + " came before it");
        }
        return judgeContent(request, room, limit);
    }

    private Verdict judgeContent(CommandRequest request, boolean room, long limit) {
        Optional<Operation<?>> operation = capabilities.find(request.operation());
        if (operation.isEmpty()) {
            return new Verdict.Refused(ReasonCode.NOT_CAPABLE, "this node does not do " + request.operation());
        }
        try {
            PreparedCommand<?> command = PreparedCommand.of(operation.get(), request.parameters());
            return room
                    ? new Verdict.Taken(command, limit)
                    : new Verdict.Refused(ReasonCode.BUSY, "too many commands wait on this node");
        } catch (RefusedParametersException e) {
            OperationResult.Rejected rejected = e.rejection();
            return new Verdict.Refused(rejected.reason(), rejected.detail());
        }
    }

    /** Prepares a command that was taken before; empty when it would not be taken any more. */
    Optional<PreparedCommand<?>> prepare(CommandRequest request) {
        Optional<Operation<?>> operation = capabilities.find(request.operation());
        if (operation.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PreparedCommand.of(operation.get(), request.parameters()));
        } catch (RefusedParametersException e) {
            return Optional.empty();
        }
    }

    JournalEntry entry(CommandRequest request, JournalEntry.Phase phase, long limitMillis, CommandUpdate update) {
        return new JournalEntry(
                CommandKey.of(request), phase, request, clock.bootId().value(), limitMillis, null, update);
    }

    /** The limit of a command received before this agent started: the earlier of what was and what is said. */
    JournalEntry withFreshLimit(JournalEntry entry, IncomingMessage message) {
        long fresh = times.limitMillis(entry.request(), message);
        long limit = clock.isThisBoot(entry.bootId()) ? Math.min(fresh, entry.limitMillis()) : fresh;
        return new JournalEntry(
                entry.key(),
                entry.phase(),
                entry.request(),
                clock.bootId().value(),
                limit,
                entry.checkpoint(),
                entry.lastUpdate());
    }
}
