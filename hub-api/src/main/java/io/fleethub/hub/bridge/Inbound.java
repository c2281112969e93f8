package io.fleethub.hub.bridge;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.Message;
import java.time.Instant;
import java.util.Map;

/**
 * A readable message with its origin. Node and tenant come from the topic, which the broker has checked against the connection, never
 * from the payload.
 *
 * @param receivedAt when it came to this hub
 * @param userProperties the MQTT user properties, the last one of a name counts
 */
public record Inbound<T extends Message>(
        NodeId nodeId, TenantId tenantId, T message, Instant receivedAt, Map<String, String> userProperties) {

    public Inbound {
        userProperties = Map.copyOf(userProperties);
    }
}
