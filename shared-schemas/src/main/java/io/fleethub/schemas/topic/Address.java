package io.fleethub.schemas.topic;

import io.fleethub.schemas.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a topic says: its channel, and the node where the channel is of one node.
 *
 * @param node null exactly for the channels of all nodes
 */
public record Address(Channel channel, @Nullable NodeId node) {

    public Address {
        if (channel.ofOneNode() != (node != null)) {
            throw new IllegalArgumentException(
                    channel + (channel.ofOneNode() ? " needs a node" : " is not of one node"));
        }
    }

    public Optional<NodeId> nodeId() {
        return Optional.ofNullable(node);
    }

    /** The topic that parses to this address. */
    public String topic() {
        return node == null ? Topics.of(channel) : Topics.of(node, channel);
    }
}
