package io.fleethub.agent.commands;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.commands.journal.CommandJournal;
import io.fleethub.agent.commands.journal.CommandKey;
import io.fleethub.agent.commands.journal.JournalEntry;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.agent.storage.StorageTrouble;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import io.fleethub.schemas.topic.Channel;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what arrives on the node's command topic and answers it; hands what may be done to the runner.
 *
 * <p>One thread only, the inbox's; it never waits for an operation, so that a repeat or a cancel is answered while a
 * command runs.
 */
final class CommandInbox {

    private static final Logger LOG = LoggerFactory.getLogger(CommandInbox.class);

    private static final int LONGEST_ACTOR = 100;
    private static final int REMEMBERED = 100;

    private final String topic;
    private final CommandKeys keys;
    private final MessageCodec codec;
    private final CommandJournal journal;
    private final CommandJudge judge;
    private final CommandRunner runner;
    private final Updates updates;
    private final Clock clock;
    private final Set<CommandKey> refusedUnrecorded = new LinkedHashSet<>();

    CommandInbox(
            String topic,
            CommandKeys keys,
            MessageCodec codec,
            CommandJudge judge,
            CommandRunner runner,
            Around around) {
        this.topic = topic;
        this.keys = keys;
        this.codec = codec;
        this.judge = judge;
        this.runner = runner;
        this.journal = around.journal();
        this.updates = around.updates();
        this.clock = around.clock();
    }

    /** The memory and the voice of this package. */
    record Around(CommandJournal journal, Updates updates, Clock clock) {}

    void handle(IncomingMessage message) {
        try {
            if (!message.topic().equals(topic) || !keys.signed(message)) {
                refuse(message, Reason.of(ReasonCode.BAD_SIGNATURE, "not signed for this node by a key it trusts"));
                return;
            }
            Message read = codec.decode(Channel.COMMANDS, message.payload());
            if (read instanceof CommandCancel cancel) {
                cancel(cancel, message);
            } else if (read instanceof CommandRequest request) {
                request(request, message);
            }
        } catch (UnreadableMessageException e) {
            refuse(message, e.reason());
        } catch (StorageException e) {
            // Without a journal nothing is done and nothing is said; the hub sends it again.
            LOG.error("event=command.not_taken reason=\"the journal cannot be used\"", e);
        }
    }

    private void request(CommandRequest request, IncomingMessage message) {
        CommandKey key = CommandKey.of(request);
        // Asked before the journal is: what ends in between is then seen as ended, never begun a second time.
        boolean underWay = runner.holds(key);
        Optional<JournalEntry> known = journal.find(key);
        if (known.isPresent()) {
            LOG.info("event=command.known commandId={} attempt={}", key.commandId(), key.attempt());
            again(known.get(), underWay, message);
            return;
        }
        LOG.info(
                "event=command.received commandId={} attempt={} operation={} actor={}",
                key.commandId(),
                key.attempt(),
                request.operation(),
                actor(message));
        Verdict verdict = judge.judge(request, message, runner.hasRoom());
        if (verdict instanceof Verdict.Refused refused) {
            LOG.warn(
                    "event=command.refused commandId={} attempt={} reason={} detail=\"{}\"",
                    key.commandId(),
                    key.attempt(),
                    refused.reason(),
                    refused.detail());
            CommandUpdate update = refused.reason() == ReasonCode.CANCELED
                    ? updates.canceled(key)
                    : updates.rejected(key, refused.reason(), refused.detail());
            insert(judge.entry(request, JournalEntry.Phase.ENDED, 0, update));
        } else if (verdict instanceof Verdict.Taken taken) {
            CommandUpdate update = updates.of(key, UpdateStatus.RECEIVED);
            JournalEntry entry = judge.entry(request, JournalEntry.Phase.RECEIVED, taken.limitMillis(), update);
            if (insert(entry)) {
                runner.submit(entry, taken.command(), CommandRun.Mode.START);
            }
        }
    }

    /**
     * Writes it down before anything is done. What a full disk does not take is refused, and stays refused when it comes
     * again: the hub takes the first answer for the last.
     */
    private boolean insert(JournalEntry entry) {
        CommandUpdate refusal = entry.ended()
                ? entry.lastUpdate()
                : updates.rejected(
                        entry.key(),
                        ReasonCode.DISK_FULL,
                        "the node's disk is full: the command cannot be written down");
        if (!entry.ended() && refusedUnrecorded.contains(entry.key())) {
            journal.sayUnrecorded(refusal);
            return false;
        }
        try {
            journal.insert(entry);
            return true;
        } catch (StorageException e) {
            if (StorageTrouble.of(e) != StorageTrouble.DISK_FULL) {
                throw e; // it may be over at once; the hub sends it again
            }
            LOG.error("event=command.refused command={} reason=DISK_FULL detail=\"{}\"", entry.key(), e.getMessage());
            if (refusedUnrecorded.size() >= REMEMBERED) {
                refusedUnrecorded.remove(refusedUnrecorded.iterator().next());
            }
            refusedUnrecorded.add(entry.key());
            journal.sayUnrecorded(refusal);
            return false;
        }
    }

    /** A command that the journal knows: its last update, however old; and what an earlier agent received is begun. */
    private void again(JournalEntry entry, boolean underWay, IncomingMessage message) {
        if (underWay) {
            journal.answer(entry.lastUpdate());
            return;
        }
        Optional<PreparedCommand<?>> command = judge.prepare(entry.request());
        boolean succeeded = entry.lastUpdate().status() == UpdateStatus.SUCCEEDED;
        if (succeeded && command.isPresent() && command.get().operation().repeatable()) {
            // The result follows what is repeated.
            runner.submit(entry, command.get(), CommandRun.Mode.REPEAT);
            return;
        }
        journal.answer(entry.lastUpdate());
        if (!entry.ended()) {
            goOn(entry, command, message);
        }
    }

    private void goOn(JournalEntry entry, Optional<PreparedCommand<?>> command, IncomingMessage message) {
        if (command.isEmpty()) {
            journal.tell(entry.key(), updates.ended(entry.key(), CommandJudge.NO_LONGER_TAKEN));
        } else if (entry.phase() == JournalEntry.Phase.BEGUN) {
            runner.submit(entry, command.get(), CommandRun.Mode.RESUME);
        } else {
            runner.submit(judge.withFreshLimit(entry, message), command.get(), CommandRun.Mode.START);
        }
    }

    private void cancel(CommandCancel cancel, IncomingMessage message) {
        LOG.info("event=command.cancel commandId={} actor={}", cancel.cancel(), actor(message));
        Optional<Boolean> canceled = runner.cancel(cancel.cancel());
        Optional<JournalEntry> latest = journal.latestAttempt(cancel.cancel());
        if (canceled.isPresent() && latest.isPresent()) {
            if (!canceled.get()) {
                answerRefusedCancel(latest.get());
            }
            return;
        }
        if (latest.isEmpty() || latest.get().lastUpdate().mayRetry()) {
            // It may still be on its way, or another attempt of it: then it will be refused.
            CommandUpdate answer = new CommandUpdate(
                    Message.VERSION,
                    cancel.cancel(),
                    null,
                    UpdateStatus.CANCELED,
                    clock.instant(),
                    null,
                    null,
                    null,
                    null);
            journal.cancelInAdvance(cancel.cancel(), answer.withReason(Reason.of(ReasonCode.CANCELED)));
        } else if (latest.get().phase() == JournalEntry.Phase.RECEIVED) {
            journal.tell(latest.get().key(), updates.canceled(latest.get().key()));
        } else {
            journal.answer(latest.get().lastUpdate());
        }
    }

    private void answerRefusedCancel(JournalEntry running) {
        if (running.ended()) {
            journal.answer(running.lastUpdate());
            return;
        }
        String detail = running.request().operation() + " cannot be ended half-way";
        journal.answer(updates.of(running.key(), UpdateStatus.IN_PROGRESS)
                .withReason(Reason.of(ReasonCode.CANCEL_REFUSED, detail)));
    }

    /** Who is said to be behind it; from outside and not signed, so nothing but a word in the log. */
    private static String actor(IncomingMessage message) {
        String actor = message.userProperties().getOrDefault("actor", "-").replaceAll("[^\\p{Alnum}@._+-]", "?");
        return actor.substring(0, Math.min(actor.length(), LONGEST_ACTOR));
    }

    /**
     * Tells the refusal of what cannot be trusted or read. A command that is being carried out is left alone: its own
     * answer is on its way, and this one would put a lie in its place.
     */
    private void refuse(IncomingMessage message, Reason reason) {
        Optional<NamedCommand> named = NamedCommand.in(message.payload());
        LOG.warn(
                "event=command.refused commandId={} reason={} detail=\"{}\"",
                named.map(command -> command.id().toString()).orElse("-"),
                reason.code(),
                reason.detail());
        if (named.isEmpty()
                || journal.latestAttempt(named.get().id())
                        .filter(entry -> !entry.ended())
                        .isPresent()) {
            return;
        }
        journal.answer(new CommandUpdate(
                        Message.VERSION,
                        named.get().id(),
                        named.get().attempt(),
                        UpdateStatus.REJECTED,
                        clock.instant(),
                        null,
                        null,
                        null,
                        null)
                .withReason(reason));
    }
}
