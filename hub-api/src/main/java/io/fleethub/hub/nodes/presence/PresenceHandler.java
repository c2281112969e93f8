package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

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
        Optional<PresenceRow> found = presences.lock(inbound.nodeId());
        if (found.isEmpty()) { // decommissioned since the bridge asked whose it is
            reply.standing(StatusStanding.STALE);
            reply.silence();
            return;
        }
        PresenceRow before = found.get();
        StatusVerdict verdict =
                StatusRules.judge(before, inbound.message(), inbound.receivedAt(), knowsStorage(before, inbound));
        write(before, verdict, inbound);
        answer(verdict, reply);
    }

    private boolean knowsStorage(PresenceRow before, Inbound<StatusReport> inbound) {
        String storage = inbound.message().storageId();
        boolean current = before.mark() != null && before.mark().storageId().equals(storage);
        return storage != null && (current || presences.knowsStorage(before.nodeId(), storage));
    }

    private void write(PresenceRow before, StatusVerdict verdict, Inbound<StatusReport> inbound) {
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
            details.saveSign(inbound.nodeId(), told);
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
