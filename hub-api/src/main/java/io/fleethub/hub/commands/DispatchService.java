package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.commands.CommandLedger.Cause;
import io.fleethub.hub.commands.DispatchRules.Reach;
import io.fleethub.hub.commands.DispatchRules.Step;
import io.fleethub.hub.commands.QueueRepository.Queue;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The two halves of a publish: claims what is due on one node before it, and writes down what became of it after. Any
 * number of hubs may do this at once: a node's queue row is locked, and whoever finds it locked goes on to the next.
 * Stateless.
 */
@ApplicationScoped
class DispatchService {

    private static final Scope SCOPE = new Scope.Platform("command dispatch");
    private static final boolean[] LANES = {true, false};

    /**
     * A claimed command, to be published now.
     *
     * @param again it was in flight before this claim
     * @param leftBefore an earlier attempt may have left the hub
     * @param life how long the message may live
     * @param actor who asked for it; told to the node for its log
     */
    record Outgoing(
            TenantId tenantId,
            NodeId nodeId,
            CommandRequest request,
            boolean again,
            boolean leftBefore,
            Duration life,
            String actor) {

        CommandId commandId() {
            return request.commandId();
        }
    }

    private final ScopedTransactions transactions;
    private final CommandRepository commands;
    private final QueueRepository queues;
    private final CommandLedger ledger;
    private final CommandsConfig config;
    private final Clock clock;
    private final ObjectMapper json;

    DispatchService(
            ScopedTransactions transactions,
            CommandRepository commands,
            QueueRepository queues,
            CommandLedger ledger,
            CommandsConfig config,
            Clock clock,
            ObjectMapper json) {
        this.transactions = transactions;
        this.commands = commands;
        this.queues = queues;
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    /** @return what to publish to the node that is due longest, maybe nothing; empty when no node is due */
    Optional<List<Outgoing>> claim() {
        AtomicReference<NodeId> node = new AtomicReference<>();
        try {
            return transactions.call(
                    SCOPE,
                    () -> queues.lockDue(clock.instant()).map(queue -> {
                        node.set(queue.nodeId());
                        return claim(queue);
                    }));
        } catch (RuntimeException e) {
            NodeId failed = node.get();
            if (failed == null) {
                throw e;
            }
            Log.warnf(e, "could not dispatch, trying again later nodeId=%s", failed);
            transactions.run(SCOPE, () -> queues.setDue(failed, clock.instant().plus(config.resendAfter())));
            return Optional.of(List.of());
        }
    }

    private List<Outgoing> claim(Queue queue) {
        queues.setDue(queue.nodeId(), null);
        Reach reach = queues.reachOf(queue.nodeId());
        List<Outgoing> claimed = new ArrayList<>();
        if (reach.reachable()) {
            for (boolean emergency : LANES) {
                claim(queue, emergency, reach).ifPresent(claimed::add);
            }
        }
        return claimed;
    }

    private Optional<Outgoing> claim(Queue queue, boolean emergency, Reach reach) {
        Instant now = clock.instant();
        Optional<Command> flight = commands.inFlight(queue.nodeId(), emergency);
        if (flight.isPresent()) {
            Command command = flight.get();
            Step step = DispatchRules.next(command.flight(now), reach, now, config.resendAfter());
            if (step instanceof Step.LookAgain look) {
                queues.setDueAtLatest(queue.nodeId(), look.at());
            }
            if (step instanceof Step.Publish) {
                return Optional.of(publish(command, reach, now));
            }
            if (!(step instanceof Step.LoseJournal)) {
                return Optional.empty();
            }
            ledger.failRetryable(
                    command,
                    Reason.of(ReasonCode.JOURNAL_LOST, "the node came back with storage " + reach.storageId()));
        }
        return commands.nextWaiting(queue.nodeId(), emergency, now).map(command -> publish(command, reach, now));
    }

    private Outgoing publish(Command command, Reach reach, Instant now) {
        Duration life = command.deadlines().messageLife(now);
        Outgoing outgoing = new Outgoing(
                command.tenant(),
                command.node(),
                new CommandRequest(
                        Message.VERSION,
                        command.id(),
                        command.attempt,
                        command.operation,
                        StoredJson.object(json, command.parameters),
                        command.createdAt,
                        command.startBy,
                        command.runFor()),
                command.inFlight,
                command.everPublished,
                life,
                command.createdBy);
        ledger.publish(command, now, reach.storageId());
        queues.setDueAtLatest(command.node(), now.plus(config.resendAfter()));
        return outgoing;
    }

    /** Writes down the broker's word. An answer of the node may have been faster; then there is nothing left to say. */
    void settle(Outgoing outgoing, PublishOutcome outcome) {
        transactions.run(
                Scope.Tenant.of(outgoing.tenantId()),
                () -> queues.lock(outgoing.nodeId())
                        .flatMap(queue -> commands.findOfNode(outgoing.nodeId(), outgoing.commandId()))
                        .filter(command -> command.status == CommandStatus.QUEUED
                                && command.attempt == outgoing.request().attempt())
                        .ifPresent(command -> settle(command, outgoing, outcome)));
    }

    private void settle(Command command, Outgoing outgoing, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Accepted) {
            ledger.move(command, CommandStatus.SENT, Cause.hub(command, null));
        } else if (outcome instanceof PublishOutcome.NoSubscriber) {
            ledger.nobodyThere(command, outgoing.again(), outgoing.leftBefore());
        } else if (outcome instanceof PublishOutcome.Refused) {
            ledger.withdraw(command, outgoing.again(), outgoing.leftBefore());
        }
        // Unknown: it may have arrived, so it keeps its place and is published again.
    }
}
