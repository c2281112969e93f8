package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.commands.CommandLedger.Cause;
import io.fleethub.hub.commands.QueueRepository.Queue;
import io.fleethub.hub.commands.parameters.ParameterRules;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * A node is there again: what is due is sent, also what was sent to its session before. Runs after presence, which has
 * judged the report. Stateless; the bridge gives the transaction.
 */
@ApplicationScoped
class CommandBirthHandler implements MessageHandler<StatusReport> {

    private final CommandRepository commands;
    private final QueueRepository queues;
    private final CommandLedger ledger;
    private final NodeCapabilities capabilities;
    private final ParameterRules rules;
    private final ObjectMapper json;

    CommandBirthHandler(
            CommandRepository commands,
            QueueRepository queues,
            CommandLedger ledger,
            NodeCapabilities capabilities,
            ParameterRules rules,
            ObjectMapper json) {
        this.commands = commands;
        this.queues = queues;
        this.ledger = ledger;
        this.capabilities = capabilities;
        this.rules = rules;
        this.json = json;
    }

    @Override
    public Class<StatusReport> type() {
        return StatusReport.class;
    }

    @Override
    public int order() {
        return CommandUpdateHandler.ORDER;
    }

    @Override
    public void handle(Inbound<StatusReport> inbound, HubSyncDraft reply) {
        StatusReport report = inbound.message();
        if (reply.silent() || report.event() == StatusEvent.DEATH) {
            return; // of a session that is over, or the end of one: nothing is due
        }
        boolean birth = report.event() == StatusEvent.BIRTH;
        // Also a node without commands gets its row: one that is just being queued then waits for this transaction.
        Optional<Queue> found =
                birth ? Optional.of(queues.open(inbound.tenantId(), inbound.nodeId())) : queues.lock(inbound.nodeId());
        found.ifPresent(queue -> welcome(queue, report, birth, reply));
    }

    private void welcome(Queue queue, StatusReport report, boolean birth, HubSyncDraft reply) {
        boolean newSession = !queue.knows(report.storageId(), report.session());
        if (birth) {
            rejectImpossible(queue);
        }
        if (birth || newSession) {
            commands.inFlight(queue.nodeId()).forEach(command -> command.resend = true);
        }
        if (newSession) {
            queues.rememberSession(queue.nodeId(), report.storageId(), report.session());
        }
        long open = commands.countOpen(queue.nodeId());
        if (open > 0 && (birth || newSession || queue.dueAt() == null)) {
            ledger.wake(queue.nodeId());
        }
        reply.commandsPending(Math.toIntExact(open));
    }

    /** What was accepted before the node had ever told what it can do is judged now. */
    private void rejectImpossible(Queue queue) {
        List<Command> unchecked = commands.unchecked(queue.nodeId());
        if (unchecked.isEmpty()) {
            return;
        }
        capabilities
                .of(queue.nodeId())
                .ifPresent(declared -> unchecked.forEach(command -> {
                    command.capabilityChecked = true;
                    rules.refusalOf(declared, command.operation, StoredJson.object(json, command.parameters))
                            .ifPresent(detail -> ledger.move(
                                    command,
                                    CommandStatus.REJECTED,
                                    Cause.hub(command, Reason.of(ReasonCode.NOT_CAPABLE, detail))));
                }));
    }
}
