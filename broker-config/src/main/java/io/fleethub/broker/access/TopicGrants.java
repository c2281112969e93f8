package io.fleethub.broker.access;

import io.fleethub.broker.access.Grant.Act;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Channel.Direction;
import io.fleethub.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;

/** The access table of the contract: what each identity may publish and subscribe to. Stateless. */
public final class TopicGrants {

    private TopicGrants() {}

    public static List<Grant> of(Identity identity) {
        if (identity instanceof Identity.Node node) {
            return ofNode(node.nodeId());
        }
        return ofHub();
    }

    private static List<Grant> ofNode(NodeId node) {
        List<Grant> grants = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            String topic = channel.ofOneNode() ? Topics.of(node, channel) : Topics.of(channel);
            Act act = channel.direction() == Direction.NODE_TO_HUB ? Act.PUBLISH : Act.SUBSCRIBE;
            grants.add(new Grant(topic, act));
        }
        return List.copyOf(grants);
    }

    private static List<Grant> ofHub() {
        List<Grant> grants = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            switch (channel.direction()) {
                case NODE_TO_HUB -> grants.add(new Grant(Topics.filter(channel), Act.SUBSCRIBE_SHARED));
                case HUB_TO_NODE -> grants.add(new Grant(Topics.filter(channel), Act.PUBLISH));
                case HUB_TO_ALL -> {
                    if (channel.retained()) {
                        grants.add(new Grant(Topics.of(channel), Act.PUBLISH_RETAINED_TOO));
                        // A hub that works and reads that it is OFFLINE says at once that it is not.
                        grants.add(new Grant(Topics.of(channel), Act.SUBSCRIBE));
                    }
                }
            }
        }
        grants.add(new Grant(Topics.hubFilter(), Act.PUBLISH));
        return List.copyOf(grants);
    }
}
