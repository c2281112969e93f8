package io.fleethub.hub.bridge.mqtt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came from the broker, bound to the connection that it came on: an acknowledgement can go nowhere else.
 *
 * @param payload is not copied: nobody may write to it
 * @param packetId names it on its connection, meaningless on any other
 * @param whole what the payload was before it was cut; null when it is all there
 */
public record Received(
        ConnectionEpoch epoch,
        String topic,
        byte[] payload,
        int qos,
        int packetId,
        Instant receivedAt,
        Map<String, String> userProperties,
        @Nullable Whole whole) {

    /** Size and SHA-256 of a payload of which only the head was kept. */
    public record Whole(int bytes, byte[] sha256) {}

    /** The same message without more of its payload than {@code keep} bytes: what waits in a queue must be bounded. */
    public Received cut(int keep) {
        Whole before = new Whole(payload.length, sha256(payload));
        byte[] head = Arrays.copyOf(payload, Math.min(keep, payload.length));
        return new Received(epoch, topic, head, qos, packetId, receivedAt, userProperties, before);
    }

    /** Of the payload as it came. */
    public int wholeBytes() {
        return whole == null ? payload.length : whole.bytes();
    }

    /** Of the payload as it came. */
    public byte[] wholeSha256() {
        return whole == null ? sha256(payload) : whole.sha256();
    }

    private static byte[] sha256(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

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
