package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.StatusStanding;
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
        StatusStanding standing = reply.standing();
        if (standing.stale() || inbound.message().event() == StatusEvent.DEATH) {
            return; // of a session that is over, or the end of one: nothing is due
        }
        // At a birth a node without commands gets its row, too: one that is just being queued waits for this
        // transaction.
        Optional<Queue> found = arrives(standing)
                ? Optional.of(queues.open(inbound.tenantId(), inbound.nodeId()))
                : queues.lock(inbound.nodeId());
        reply.commandsPending(found.map(queue -> welcome(queue, standing)).orElse(0));
    }

    private static boolean arrives(StatusStanding standing) {
        return standing.born() || standing.sessionOpened();
    }

    /** @return how many commands the node still has to end */
    private int welcome(Queue queue, StatusStanding standing) {
        if (standing.born()) {
            rejectImpossible(queue);
        }
        if (arrives(standing)) {
            commands.inFlight(queue.nodeId()).forEach(command -> command.resend = true);
        }
        long open = commands.countOpen(queue.nodeId());
        if (open > 0 && (arrives(standing) || queue.dueAt() == null)) {
            queues.wake(queue.nodeId());
        }
        return Math.toIntExact(open);
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
