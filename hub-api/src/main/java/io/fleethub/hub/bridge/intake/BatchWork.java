package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.mqtt.Received;
import io.fleethub.schemas.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Telemetry and log chunks: many messages in one transaction of their handler; then their acknowledgements. When the batch fails for
 * good its messages go singly, and the one to blame is quarantined. Thread-safe.
 */
final class BatchWork<T extends Message> implements Lane.Work {

    private record Letter<T extends Message>(Received received, Inbound<T> inbound) {}

    private final Settlement settlement;
    private final BatchHandler<T> handler;
    private final ProbeSink probes;

    BatchWork(Settlement settlement, BatchHandler<T> handler, ProbeSink probes) {
        this.settlement = settlement;
        this.handler = handler;
        this.probes = probes;
    }

    @Override
    public void settle(List<Received> messages) {
        List<Received> live =
                messages.stream().filter(message -> !message.stale()).toList();
        List<Letter<T>> letters = new ArrayList<>();
        List<Reading.Probe> arrived = new ArrayList<>();
        for (Received message : live) {
            Reading reading = settlement.read(message);
            if (reading instanceof Reading.Understood understood) {
                letters.add(new Letter<>(message, typed(understood.inbound())));
            } else if (reading instanceof Reading.Probe probe) {
                arrived.add(probe);
            } else if (reading instanceof Reading.Poison poison) {
                settlement.quarantine(message, poison);
            }
        }
        if (!letters.isEmpty()) {
            hand(letters);
        }
        for (Reading.Probe probe : arrived) {
            settlement.attempt("committing a probe", () -> probes.passed(probe.channel(), probe.number()));
        }
        settlement.acknowledge(live);
    }

    private void hand(List<Letter<T>> letters) {
        List<Inbound<T>> batch = letters.stream().map(Letter::inbound).toList();
        Optional<RuntimeException> failure =
                settlement.attempt("handling " + batch.size() + " messages", () -> handler.handle(batch));
        if (failure.isEmpty()) {
            return;
        }
        if (letters.size() == 1) {
            Letter<T> blamed = letters.get(0);
            settlement.quarantine(
                    blamed.received(), Quarantine.poison(blamed.inbound().tenantId(), failure.get()));
        } else {
            letters.forEach(letter -> hand(List.of(letter)));
        }
    }

    /** The reader decodes by channel, and a lane has one channel: the type is always the handler's. */
    private Inbound<T> typed(Inbound<Message> inbound) {
        return new Inbound<>(
                inbound.nodeId(),
                inbound.tenantId(),
                handler.type().cast(inbound.message()),
                inbound.receivedAt(),
                inbound.userProperties());
    }
}
