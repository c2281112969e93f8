package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.hub.nodes.presence.PresenceRepository.Remembered;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first to read a status: judges it, writes presence down, and tells the handlers after it where it stands. Stateless. */
@ApplicationScoped
class PresenceHandler implements MessageHandler<StatusReport> {

    private static final int ORDER = 7;

    /** More storages than any node wears out; a bound for one that makes a new one with every connection. */
    private static final int STORAGES_KEPT = 100;

    private final PresenceRepository presences;
    private final StatusDetailsRepository details;
    private final PresenceWriter writer;

    PresenceHandler(PresenceRepository presences, StatusDetailsRepository details, PresenceWriter writer) {
        this.presences = presences;
        this.details = details;
        this.writer = writer;
    }

    @Override
    public Class<StatusReport> type() {
        return StatusReport.class;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void handle(Inbound<StatusReport> inbound, HubSyncDraft reply) {
        Optional<Remembered> found = presences.lockForStatus(inbound.nodeId());
        if (found.isEmpty()) { // decommissioned since the bridge asked whose it is
            reply.standing(StatusStanding.STALE);
            reply.silence();
            return;
        }
        PresenceRow before = found.get().row();
        NodeMemory memory = found.get().memory();
        Machines machines = memory.machines().and(inbound.message(), inbound.receivedAt(), address(inbound));
        StatusVerdict verdict =
                StatusRules.judge(before, inbound.message(), inbound.receivedAt(), knowsStorage(before, inbound));
        if (!machines.equals(memory.machines())) {
            presences.saveMachines(inbound.nodeId(), machines);
        }
        write(before, named(verdict, machines, inbound.receivedAt()), memory, inbound);
        answer(verdict, reply);
    }

    private boolean knowsStorage(PresenceRow before, Inbound<StatusReport> inbound) {
        String storage = inbound.message().storageId();
        boolean current = before.mark() != null && before.mark().storageId().equals(storage);
        return storage != null && (current || presences.knowsStorage(before.nodeId(), storage));
    }

    /** While several machines take each other over, being online says so. */
    private static StatusVerdict named(StatusVerdict verdict, Machines machines, Instant at) {
        boolean online = verdict.after().state() == PresenceState.ONLINE;
        return online && machines.shared(at)
                ? verdict.after(verdict.after().moved(PresenceState.ONLINE, ReasonCode.IDENTITY_SHARED.name(), at))
                : verdict;
    }

    private static @Nullable String address(Inbound<StatusReport> inbound) {
        return StatusDetails.addressIn(inbound.userProperties());
    }

    private void write(PresenceRow before, StatusVerdict verdict, NodeMemory memory, Inbound<StatusReport> inbound) {
        PresenceRow after = verdict.after();
        writer.write(before, after, inbound.receivedAt());
        if (after.mark() != null && verdict.standing().storageNew()) {
            presences.addStorage(after, after.mark().storageId(), inbound.receivedAt(), STORAGES_KEPT);
        }
        if (!verdict.readsBirth() && !verdict.readsRest()) {
            return;
        }
        StatusDetails told = StatusDetails.of(inbound.message(), inbound.receivedAt(), inbound.userProperties());
        if (verdict.readsBirth()) {
            details.saveBirth(inbound.nodeId(), told);
        }
        if (verdict.readsRest()) {
            details.saveSign(inbound.nodeId(), told, memory.clock().and(inbound.message(), inbound.receivedAt()));
        }
    }

    private static void answer(StatusVerdict verdict, HubSyncDraft reply) {
        reply.standing(verdict.standing());
        if (!verdict.answered()) {
            reply.silence();
        }
        if (verdict.birthWanted()) {
            reply.wantBirth();
        }
    }
}
