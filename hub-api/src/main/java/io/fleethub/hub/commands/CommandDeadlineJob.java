package io.fleethub.hub.commands;

import io.fleethub.hub.commands.CommandLedger.Cause;
import io.fleethub.hub.commands.CommandRepository.Pointer;
import io.fleethub.hub.logs.LogFetchEnded;
import io.fleethub.hub.logs.LogService;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Ends what time has ended: EXPIRED, TIMED_OUT, and results whose log did not come. Each command in a transaction of its
 * own, so that one that fails holds up no other. Stateless.
 */
@ApplicationScoped
class CommandDeadlineJob {

    private static final int BATCH = 200;
    private static final Scope SEARCH = new Scope.Platform("command deadlines");

    private final ScopedTransactions transactions;
    private final CommandRepository commands;
    private final QueueRepository queues;
    private final CommandLedger ledger;
    private final LogService logs;
    private final CommandsConfig config;
    private final Clock clock;

    CommandDeadlineJob(
            ScopedTransactions transactions,
            CommandRepository commands,
            QueueRepository queues,
            CommandLedger ledger,
            LogService logs,
            CommandsConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.queues = queues;
        this.ledger = ledger;
        this.logs = logs;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "command-deadlines",
            every = "${fleet.commands.tick:PT1S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endOverdue() {
        Instant now = clock.instant();
        List<Pointer> found = transactions.call(SEARCH, () -> commands.overdue(now, config.grace(), BATCH));
        found.forEach(this::end);
        transactions.call(SEARCH, () -> commands.waitingForLogs(BATCH)).forEach(this::end);
    }

    /** The chunks may be stored after the node's SUCCEEDED; this spares the wait for the next look. */
    void logEnded(@Observes LogFetchEnded ended) {
        end(new Pointer(ended.tenantId(), ended.nodeId(), ended.commandId()));
    }

    private void end(Pointer pointer) {
        try {
            transactions.run(
                    Scope.Tenant.of(pointer.tenantId()),
                    () -> queues.lock(pointer.nodeId())
                            .flatMap(queue -> commands.findOfNode(pointer.nodeId(), pointer.commandId()))
                            .filter(command -> !command.status.isFinal())
                            .ifPresent(this::judge));
        } catch (RuntimeException e) {
            Log.warnf(
                    e,
                    "could not look after a command tenantId=%s nodeId=%s commandId=%s",
                    pointer.tenantId(),
                    pointer.nodeId(),
                    pointer.commandId());
        }
    }

    private void judge(Command command) {
        if (command.heldUntil != null) {
            settle(command, command.heldUntil);
            return;
        }
        command.deadlines()
                .outcome(clock.instant(), config.grace())
                .ifPresent(last -> ledger.move(command, last, Cause.hub(command, reasonOf(last, command))));
    }

    private void settle(Command command, Instant until) {
        LogService.State state = logs.stateOf(command.id(), command.attempt);
        if (state == LogService.State.COMPLETE) {
            command.result = command.heldResult;
            ledger.move(command, CommandStatus.SUCCEEDED, Cause.hub(command, null));
        } else if (state == LogService.State.BROKEN) {
            fail(command, "the chunks are not the log that was announced");
        } else if (!clock.instant().isBefore(until)) {
            fail(command, "not all chunks came in time");
        }
    }

    private void fail(Command command, String detail) {
        ledger.failRetryable(command, Reason.of(ReasonCode.LOG_INCOMPLETE, detail));
    }

    private static Reason reasonOf(CommandStatus last, Command command) {
        return last == CommandStatus.EXPIRED
                ? Reason.of(ReasonCode.EXPIRED, "not begun by " + command.startBy)
                : Reason.of(ReasonCode.TIMED_OUT, "no result by " + command.runDeadline);
    }
}
