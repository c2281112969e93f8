package io.fleethub.hub.commands;

import io.fleethub.hub.commands.CommandException.QueueFull;
import io.fleethub.hub.commands.CommandRepository.Filter;
import io.fleethub.hub.logs.LogService;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.OperationName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts commands into the ledger and shows what became of them. Stateless. */
@ApplicationScoped
public class CommandService {

    /** An accepted command. */
    public record Submitted(UUID commandId, CommandStatus status) {}

    private final ScopedTransactions transactions;
    private final CommandAdmission admission;
    private final CommandLedger ledger;
    private final CommandRepository commands;
    private final QueueRepository queues;
    private final LogService logs;
    private final CommandViews views;
    private final CommandsConfig config;

    CommandService(
            ScopedTransactions transactions,
            CommandAdmission admission,
            CommandLedger ledger,
            CommandRepository commands,
            QueueRepository queues,
            LogService logs,
            CommandViews views,
            CommandsConfig config) {
        this.transactions = transactions;
        this.admission = admission;
        this.ledger = ledger;
        this.commands = commands;
        this.queues = queues;
        this.logs = logs;
        this.views = views;
        this.config = config;
    }

    /**
     * Queues a command. Once this returns outside of another transaction, the command survives every restart.
     *
     * @param actor who the history names, a user's e-mail address
     * @throws ProblemException when there is no such node, its queue is full, or a field is not allowed
     */
    public Submitted submit(Scope.Tenant scope, String actor, NodeId nodeId, SubmitCommandRequest request) {
        return transactions.call(scope, () -> {
            if (!scope.covers(nodeId) || !queues.holdNode(nodeId)) {
                throw unknownNode(nodeId);
            }
            Command command = admission.admit(scope.id(), nodeId, actor, request);
            queues.open(scope.id(), nodeId);
            // An emergency still finds room when the queue is full of work.
            int room = config.waitingPerNode() * (command.emergency ? 2 : 1);
            if (commands.countWaiting(nodeId) >= room) {
                throw new QueueFull(nodeId, room);
            }
            ledger.open(command);
            if (command.is(OperationName.FETCH_LOGS)) {
                logs.expect(scope.id(), nodeId, command.id(), views.parameter(command, "source"));
            }
            return new Submitted(command.commandId, command.status);
        });
    }

    CommandView find(Scope.Tenant scope, CommandId commandId) {
        return transactions.call(
                scope,
                () -> commands.findByIdOptional(commandId.value())
                        .filter(command -> scope.covers(command.node()))
                        .map(command -> views.of(command, commands.historyOf(commandId)))
                        .orElseThrow(() -> ProblemException.notFound("There is no command " + commandId + ".")));
    }

    /** @param nodeId null = of every node */
    Page<CommandListItem> list(Scope.Tenant scope, @Nullable NodeId nodeId, CommandQuery query, int limit) {
        return transactions.call(scope, () -> {
            if (nodeId != null && !(scope.covers(nodeId) && queues.nodeExists(nodeId))) {
                throw unknownNode(nodeId);
            }
            Filter filter = new Filter(scope.id(), nodeId, query.status(), query.operation());
            return Page.of(
                    commands.newest(filter, query.before(), limit + 1).stream()
                            .filter(command -> scope.covers(command.node()))
                            .map(CommandViews::item)
                            .toList(),
                    limit,
                    last -> query.after(last.commandId()));
        });
    }

    private static ProblemException unknownNode(NodeId nodeId) {
        return ProblemException.notFound("There is no node " + nodeId + ".");
    }
}
