package io.fleethub.hub.bridge;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One message to one node. The topic is made of node and channel, the QoS is the channel's.
 *
 * @param payload is not copied: nobody may write to it afterwards
 * @param expiry how long the broker may hold it; whole seconds, at least one
 * @param userProperties for instance {@code kid} and {@code sig}
 */
public record Publication(
        NodeId nodeId,
        Channel channel,
        byte[] payload,
        Optional<Duration> expiry,
        Optional<String> correlationData,
        Optional<String> responseTopic,
        Map<String, String> userProperties) {

    public Publication {
        userProperties = Map.copyOf(userProperties);
        expiry.ifPresent(e -> {
            if (e.toSeconds() < 1) {
                throw new IllegalArgumentException("expiry must be at least one second: " + e);
            }
        });
    }

    /** A message without any property. */
    public static Publication plain(NodeId nodeId, Channel channel, byte[] payload) {
        return new Publication(
                nodeId, channel, payload, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
