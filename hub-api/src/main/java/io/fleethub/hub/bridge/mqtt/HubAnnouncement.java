package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jboss.logging.Logger;

/**
 * Tells the nodes whether a hub is there. OFFLINE may come from our own broken connection, whose will is late, or from another hub
 * that went: as long as we work it is wrong, so it is contradicted at once.
 *
 * <p>Thread-safe: one volatile flag.
 */
final class HubAnnouncement {

    private static final Logger LOG = Logger.getLogger(HubAnnouncement.class);

    private final HubInstance instance;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Consumer<byte[]> publish;
    private final MessageCodec codec = new MessageCodec();
    private volatile boolean working = true;

    /** @param publish sends a retained message, must not block */
    HubAnnouncement(HubInstance instance, InstantSource clock, Consumer<byte[]> publish) {
        this.instance = instance;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.publish = publish;
    }

    MqttMessage will() {
        return Outgoing.json(state(HubStatus.State.OFFLINE), 1, true);
    }

    void online() {
        if (working) {
            publish.accept(state(HubStatus.State.ONLINE));
        }
    }

    void offline() {
        working = false;
        publish.accept(state(HubStatus.State.OFFLINE));
    }

    void seen(byte[] payload) {
        try {
            HubStatus seen = codec.decode(HubStatus.class, payload);
            if (working && seen.state() == HubStatus.State.OFFLINE) {
                LOG.infof("hub %s is said to be OFFLINE while this one works: ONLINE again", seen.hubId());
                online();
            }
        } catch (UnreadableMessageException e) {
            LOG.warnf("hub/status is not readable (%s): ONLINE again", e.getMessage());
            online();
        }
    }

    /** Without an answer there is nothing to do: the next connection says ONLINE anyway. */
    void answered(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Refused) {
            LOG.warnf("the broker refuses the hub's state: %s", outcome);
        } else {
            LOG.debugf("hub state: %s", outcome);
        }
    }

    private byte[] state(HubStatus.State state) {
        return codec.encode(new HubStatus(1, state, instance.value(), startedAt, clock.instant()));
    }
}
