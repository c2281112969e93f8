package io.fleethub.hub.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.commands.CommandEvents.CommandMoved;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.nodes.presence.NodePresenceChanged;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.db.ChangeNotices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Announces what happens with the transaction in which it happens: all of it in one statement, at the end, since a single transaction may
 * move hundreds of nodes. Thread-safe; what waits belongs to the transaction.
 */
@ApplicationScoped
class LiveAnnouncer {

    private static final Object KEY = new Object();

    private final TransactionSynchronizationRegistry transaction;
    private final ChangeNotices notices;

    LiveAnnouncer(TransactionSynchronizationRegistry transaction, ChangeNotices notices) {
        this.transaction = transaction;
        this.notices = notices;
    }

    void presence(@Observes NodePresenceChanged change) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("state", change.to().name())
                .put("reason", change.reason())
                .put("at", change.at().toString());
        announce(LiveNotice.of(Kind.PRESENCE, change.tenantId(), change.nodeId(), data));
    }

    void command(@Observes CommandMoved move) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("commandId", move.commandId().toString())
                .put("operation", move.operation())
                .put("status", move.status().name())
                .put("attempt", move.attempt());
        announce(LiveNotice.of(Kind.COMMAND, move.tenantId(), move.nodeId(), data));
    }

    private void announce(ChangeNotice.Changed notice) {
        waiting().add(notice);
    }

    @SuppressWarnings("unchecked") // nobody else has the key
    private List<ChangeNotice.Changed> waiting() {
        List<ChangeNotice.Changed> known = (List<ChangeNotice.Changed>) transaction.getResource(KEY);
        if (known != null) {
            return known;
        }
        List<ChangeNotice.Changed> begun = new ArrayList<>();
        transaction.putResource(KEY, begun);
        transaction.registerInterposedSynchronization(new AtItsEnd(begun));
        return begun;
    }

    private final class AtItsEnd implements Synchronization {

        private final List<ChangeNotice.Changed> waiting;

        AtItsEnd(List<ChangeNotice.Changed> waiting) {
            this.waiting = waiting;
        }

        @Override
        public void beforeCompletion() {
            notices.announce(waiting);
        }

        @Override
        public void afterCompletion(int status) {
            waiting.clear();
        }
    }
}
