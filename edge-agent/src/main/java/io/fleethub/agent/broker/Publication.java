package io.fleethub.agent.broker;

import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Something to publish on one of this node's own channels, at QoS 1, never retained.
 *
 * @param expiry how long the broker may keep it for a hub that is away; empty is without end
 * @param correlationData the command's id as text, for an update of it
 */
public record Publication(
        Channel channel,
        byte[] payload,
        Optional<Duration> expiry,
        Optional<String> correlationData,
        Map<String, String> userProperties) {

    public Publication {
        if (channel.direction() != Channel.Direction.NODE_TO_HUB) {
            throw new IllegalArgumentException("a node does not publish on " + channel);
        }
        userProperties = Map.copyOf(userProperties);
    }

    public static Publication of(Channel channel, byte[] payload) {
        return new Publication(channel, payload, Optional.empty(), Optional.empty(), Map.of());
    }

    public Publication expiringAfter(Duration life) {
        return new Publication(channel, payload, Optional.of(life), correlationData, userProperties);
    }

    public Publication correlatedBy(String data) {
        return new Publication(channel, payload, expiry, Optional.of(data), userProperties);
    }
}
