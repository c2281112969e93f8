package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.commands.CommandLedger.Cause;
import io.fleethub.hub.commands.UpdateRules.Verdict;
import io.fleethub.hub.logs.LogService;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers of nodes into the ledger. {@link UpdateRules} judges, this class carries the verdict out. Stateless;
 * the bridge gives the transaction.
 */
@ApplicationScoped
class CommandUpdateHandler implements MessageHandler<CommandUpdate> {

    /** Of the packages that handle status and updates, commands is the tenth. */
    static final int ORDER = 10;

    private final CommandRepository commands;
    private final QueueRepository queues;
    private final CommandLedger ledger;
    private final LogService logs;
    private final CommandsConfig config;
    private final Clock clock;
    private final ObjectMapper json;

    CommandUpdateHandler(
            CommandRepository commands,
            QueueRepository queues,
            CommandLedger ledger,
            LogService logs,
            CommandsConfig config,
            Clock clock,
            ObjectMapper json) {
        this.commands = commands;
        this.queues = queues;
        this.ledger = ledger;
        this.logs = logs;
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public Class<CommandUpdate> type() {
        return CommandUpdate.class;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void handle(Inbound<CommandUpdate> inbound, HubSyncDraft reply) {
        CommandUpdate update = inbound.message();
        Command command = queues.lock(inbound.nodeId())
                .flatMap(queue -> commands.findOfNode(inbound.nodeId(), update.commandId()))
                .orElseThrow(() -> unknown("the node has no command " + update.commandId()));
        Verdict verdict = UpdateRules.judge(command.standing(), update, clock.instant());
        if (verdict instanceof Verdict.Move move) {
            move(command, move.to(), inbound);
        } else if (verdict instanceof Verdict.TryAgain) {
            ledger.tryAgain(command, cause(command.attempt, update));
        } else if (verdict instanceof Verdict.KeepLate late) {
            keepLate(command, late.said(), inbound);
        } else if (verdict instanceof Verdict.Note) {
            note(command, update);
        } else if (verdict instanceof Verdict.UnknownAttempt attempt) {
            throw unknown("command " + update.commandId() + " never had an attempt " + attempt.attempt());
        } else {
            keepProgress(command, update);
        }
    }

    private void move(Command command, CommandStatus to, Inbound<CommandUpdate> inbound) {
        CommandUpdate update = inbound.message();
        if (to == CommandStatus.SUCCEEDED && lacksLog(command)) {
            awaitLog(command, inbound);
            return;
        }
        if (to.isFinal()) {
            command.result = text(update.result());
        } else if (command.status != CommandStatus.CANCELING) {
            ledger.answered(command, inbound.receivedAt());
        }
        ledger.move(command, to, cause(command.attempt, update));
        keepProgress(command, update);
    }

    private boolean lacksLog(Command command) {
        return command.is(OperationName.FETCH_LOGS)
                && logs.stateOf(command.id(), command.attempt) != LogService.State.COMPLETE;
    }

    /** The node is done and its last chunks are still on their way: the result is kept until they are stored. */
    private void awaitLog(Command command, Inbound<CommandUpdate> inbound) {
        Instant received = inbound.receivedAt();
        if (command.runDeadline == null) {
            ledger.answered(command, received);
        }
        Instant deadline = received.plus(config.logsWithin());
        Instant runDeadline = command.runDeadline;
        ObjectNode result = inbound.message().result();
        command.heldResult = result == null ? "{}" : result.toString();
        command.heldUntil = runDeadline != null && runDeadline.isBefore(deadline) ? runDeadline : deadline;
        if (command.status.canMoveTo(CommandStatus.IN_PROGRESS) && command.status != CommandStatus.CANCELING) {
            ledger.move(command, CommandStatus.IN_PROGRESS, cause(command.attempt, inbound.message()));
        }
    }

    private void keepLate(Command command, CommandStatus said, Inbound<CommandUpdate> inbound) {
        if (command.lateResult != null) {
            return;
        }
        CommandUpdate update = inbound.message();
        Instant at = update.at() == null ? inbound.receivedAt() : update.at();
        LateResult late = new LateResult(command.attempt, said, at, update.reason(), update.result());
        command.lateResult = json.valueToTree(late).toString();
    }

    /** Once for each word of an attempt that is over: its answers may come twice, too. */
    private void note(Command command, CommandUpdate update) {
        Integer attempt = update.attempt();
        if (attempt != null
                && !commands.hasAnswer(command.id(), attempt, update.status().name())) {
            ledger.note(command, cause(attempt, update));
        }
    }

    /** Progress is shown, not recorded; what comes late never turns it back. */
    private void keepProgress(Command command, CommandUpdate update) {
        CommandUpdate.Progress progress = update.progress();
        if (progress == null
                || update.status() != UpdateStatus.IN_PROGRESS
                || command.status != CommandStatus.IN_PROGRESS) {
            return;
        }
        double percent = progress.percent() == null ? 0 : progress.percent();
        if (percent >= percentOf(command.progress)) {
            command.progress = json.valueToTree(progress).toString();
        }
    }

    private double percentOf(@Nullable String progress) {
        return progress == null
                ? 0
                : StoredJson.object(json, progress).path("percent").asDouble(0);
    }

    private static Cause cause(int attempt, CommandUpdate update) {
        return new Cause(CommandLedger.NODE, attempt, update.status().name(), update.reason());
    }

    private static @Nullable String text(@Nullable ObjectNode node) {
        return node == null ? null : node.toString();
    }

    private static QuarantineException unknown(String detail) {
        return new QuarantineException(ReasonCode.UNKNOWN_COMMAND, detail);
    }
}
