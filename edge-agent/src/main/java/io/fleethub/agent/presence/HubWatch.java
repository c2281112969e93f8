package io.fleethub.agent.presence;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the hub has said that it is away. While it is, telemetry and logs stay on the node; status and command updates
 * go on. Thread-safe.
 */
public final class HubWatch implements BrokerConnection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HubWatch.class);

    private final MessageCodec codec;
    private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    public HubWatch(MessageCodec codec) {
        this.codec = codec;
    }

    /** False also when nobody has said anything: a broker that lost its retained message must not silence the node. */
    public boolean away() {
        return away;
    }

    /** Runs when the hub is back, on a thread that must not be held. */
    public void onReturn(Runnable listener) {
        onReturn.add(listener);
    }

    public void received(IncomingMessage message) {
        try {
            HubStatus status = codec.decode(HubStatus.class, message.payload());
            boolean wasAway = away;
            away = status.state() == HubStatus.State.OFFLINE;
            if (wasAway != away) {
                LOG.info("event=hub.status state={} hubId={}", status.state(), status.hubId());
            }
            if (wasAway && !away) {
                onReturn.forEach(Runnable::run);
            }
        } catch (UnreadableMessageException e) {
            LOG.warn("event=hub.status_unreadable detail=\"{}\"", e.getMessage());
        }
    }

    @Override
    public void ready(long session) {
        // what the broker retains has been delivered with the subscription, or comes
    }

    @Override
    public void ended() {
        away = false;
    }
}
