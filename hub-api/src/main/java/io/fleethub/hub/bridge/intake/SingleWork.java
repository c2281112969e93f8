package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.mqtt.Received;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Status and command updates: each message in one transaction of its node's tenant, through every handler of its type; then the
 * acknowledgement, then the answer. Thread-safe.
 */
final class SingleWork implements Lane.Work {

    private final Settlement settlement;
    private final TenantTransactions transactions;
    private final List<MessageHandler<?>> handlers;
    private final SyncSender sync;
    private final ProbeSink probes;

    SingleWork(
            Settlement settlement,
            TenantTransactions transactions,
            List<MessageHandler<?>> handlers,
            SyncSender sync,
            ProbeSink probes) {
        this.settlement = settlement;
        this.transactions = transactions;
        this.handlers = handlers.stream()
                .sorted(Comparator.comparingInt(MessageHandler::order))
                .toList();
        this.sync = sync;
        this.probes = probes;
    }

    @Override
    public void settle(List<Received> messages) {
        for (Received message : messages) {
            if (!message.stale()) {
                settle(message);
            }
        }
    }

    private void settle(Received message) {
        Reading reading = settlement.read(message);
        if (reading instanceof Reading.Poison poison) {
            settlement.quarantine(message, poison);
            settlement.acknowledge(List.of(message));
        } else if (reading instanceof Reading.Understood understood) {
            handle(message, understood.inbound());
        } else if (reading instanceof Reading.Probe probe) {
            settlement.attempt("committing a probe", () -> probes.passed(probe.channel(), probe.number()));
            settlement.acknowledge(List.of(message));
        } else {
            settlement.acknowledge(List.of(message));
        }
    }

    private void handle(Received message, Inbound<Message> inbound) {
        HubSyncDraft draft = new HubSyncDraft();
        Optional<RuntimeException> failure = settlement.attempt("handling a message of " + inbound.nodeId(), () -> {
            draft.clear();
            transactions.run(inbound.tenantId(), () -> handlers.forEach(handler -> offer(handler, inbound, draft)));
        });
        failure.ifPresent(e -> settlement.quarantine(message, Quarantine.poison(inbound.tenantId(), e)));
        settlement.acknowledge(List.of(message));
        if (failure.isEmpty()
                && inbound.message() instanceof StatusReport status
                && status.event() != StatusEvent.DEATH) {
            sync.answer(inbound.nodeId(), status, draft);
        }
    }

    private static <T extends Message> void offer(
            MessageHandler<T> handler, Inbound<? extends Message> inbound, HubSyncDraft draft) {
        if (handler.type().isInstance(inbound.message())) {
            handler.handle(
                    new Inbound<>(
                            inbound.nodeId(),
                            inbound.tenantId(),
                            handler.type().cast(inbound.message()),
                            inbound.receivedAt(),
                            inbound.userProperties()),
                    draft);
        }
    }
}
