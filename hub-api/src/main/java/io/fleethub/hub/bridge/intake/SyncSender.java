package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.NodePublisher;
import io.fleethub.hub.bridge.Publication;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.topic.Channel;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Answers births and heartbeats with what the hub has committed. QoS 0: a lost answer is made good by the next heartbeat. Thread-safe.
 */
public final class SyncSender {

    private static final Logger LOG = Logger.getLogger(SyncSender.class);

    private final NodePublisher publisher;
    private final InstantSource clock;
    private final MessageCodec codec = new MessageCodec();

    public SyncSender(NodePublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void answer(NodeId node, StatusReport status, HubSyncDraft draft) {
        if (draft.silent()) {
            return;
        }
        HubSync sync = new HubSync(
                Message.VERSION,
                clock.instant(),
                status.session(),
                status.n(),
                draft.birthWanted() ? Boolean.TRUE : null,
                draft.streamId(),
                draft.committedThrough(),
                draft.ranges().isEmpty() ? null : draft.ranges(),
                draft.commandsPending(),
                null);
        publisher
                .publish(Publication.plain(node, Channel.SYNC, codec.encode(sync)))
                .thenAccept(outcome -> LOG.debugf("sync to %s: %s", node, outcome));
    }
}
