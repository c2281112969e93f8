package io.fleethub.schemas.topic;

import io.fleethub.schemas.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds, parses and filters topics; the only place that knows how they are spelled. Stateless. */
public final class Topics {

    private static final String NODES = "nodes/";
    private static final String HUB = "hub/";
    private static final Map<String, Channel> OF_ONE_NODE = new HashMap<>();
    private static final Map<String, Channel> OF_ALL = new HashMap<>();

    static {
        for (Channel channel : Channel.values()) {
            (channel.ofOneNode() ? OF_ONE_NODE : OF_ALL).put(channel.segment(), channel);
        }
    }

    private Topics() {}

    /** The topic of one node, as {@code nodes/demo-1/status}. */
    public static String of(NodeId node, Channel channel) {
        if (!channel.ofOneNode()) {
            throw new IllegalArgumentException(channel + " is not of one node");
        }
        return NODES + node + '/' + channel.segment();
    }

    /** The topic of a channel for all nodes, as {@code hub/status}. */
    public static String of(Channel channel) {
        if (channel.ofOneNode()) {
            throw new IllegalArgumentException(channel + " needs a node");
        }
        return HUB + channel.segment();
    }

    /** What a topic says; empty for every topic that is not the contract's. */
    public static Optional<Address> parse(String topic) {
        if (topic.startsWith(HUB)) {
            return Optional.ofNullable(OF_ALL.get(topic.substring(HUB.length())))
                    .map(channel -> new Address(channel, null));
        }
        int slash = topic.indexOf('/', NODES.length());
        if (!topic.startsWith(NODES) || slash < 0) {
            return Optional.empty();
        }
        String node = topic.substring(NODES.length(), slash);
        Channel channel = OF_ONE_NODE.get(topic.substring(slash + 1));
        if (channel == null || !NodeId.isWellFormed(node)) {
            return Optional.empty();
        }
        return Optional.of(new Address(channel, new NodeId(node)));
    }

    /** The filter for a channel of every node, as {@code nodes/+/telemetry}; for a channel of all, its topic. */
    public static String filter(Channel channel) {
        return channel.ofOneNode() ? NODES + "+/" + channel.segment() : of(channel);
    }

    /** The same as a shared subscription, as {@code $share/hub/nodes/+/telemetry}. */
    public static String sharedFilter(String group, Channel channel) {
        if (group.isEmpty() || group.contains("/") || group.contains("+") || group.contains("#")) {
            throw new IllegalArgumentException("group: must not be empty nor contain / + #");
        }
        return "$share/" + group + '/' + filter(channel);
    }

    /** Everything of the hub to all nodes, for the broker's grant to the hub: {@code hub/#}. */
    public static String hubFilter() {
        return HUB + '#';
    }
}
