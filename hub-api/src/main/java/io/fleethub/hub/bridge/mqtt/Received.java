package io.fleethub.hub.bridge.mqtt;

import java.time.Instant;
import java.util.Map;

/**
 * A message as it came from the broker, bound to the connection that it came on: an acknowledgement can go nowhere else.
 *
 * @param payload is not copied: nobody may write to it
 * @param packetId names it on its connection, meaningless on any other
 */
public record Received(
        ConnectionEpoch epoch,
        String topic,
        byte[] payload,
        int qos,
        int packetId,
        Instant receivedAt,
        Map<String, String> userProperties) {

    /** Whether its connection is gone; if so the broker gives a QoS 1 message to another connection, and this copy is worthless. */
    public boolean stale() {
        return qos > 0 && !epoch.isOpen();
    }

    /** @return false: its connection is gone, so the acknowledgement was dropped and the message will come again */
    public boolean acknowledge() {
        return qos == 0 || epoch.acknowledge(packetId);
    }

    /** Says that nobody will ever acknowledge this message: its connection is ended, so that the broker delivers it again. */
    public void giveBack(String why) {
        epoch.giveUp(why);
    }
}
