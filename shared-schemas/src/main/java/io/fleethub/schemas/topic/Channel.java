package io.fleethub.schemas.topic;

/** One kind of topic with what the contract fixes for it: direction, QoS, retention, and the largest payload. */
public enum Channel {
    STATUS("status", Direction.NODE_TO_HUB, 1, 64),
    TELEMETRY("telemetry", Direction.NODE_TO_HUB, 1, 256),
    LOGS("logs", Direction.NODE_TO_HUB, 1, 72),
    COMMAND_UPDATES("command-updates", Direction.NODE_TO_HUB, 1, 64),
    COMMANDS("commands", Direction.HUB_TO_NODE, 1, 256),
    SYNC("sync", Direction.HUB_TO_NODE, 0, 4),
    HUB_STATUS("status", Direction.HUB_TO_ALL, 1, 1),
    BROADCAST("broadcast", Direction.HUB_TO_ALL, 1, 16);

    /** Who publishes, and who reads. */
    public enum Direction {
        NODE_TO_HUB,
        HUB_TO_NODE,
        HUB_TO_ALL
    }

    private static final int KIB = 1024;

    private final String segment;
    private final Direction direction;
    private final int qos;
    private final int maxBytes;

    Channel(String segment, Direction direction, int qos, int maxKib) {
        this.segment = segment;
        this.direction = direction;
        this.qos = qos;
        this.maxBytes = maxKib * KIB;
    }

    public Direction direction() {
        return direction;
    }

    public int qos() {
        return qos;
    }

    /** The largest payload; a larger one is quarantined unread. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Only the hub's own status is kept by the broker. */
    public boolean retained() {
        return this == HUB_STATUS;
    }

    /** Whether the topic holds a node's id. */
    public boolean ofOneNode() {
        return direction != Direction.HUB_TO_ALL;
    }

    String segment() {
        return segment;
    }
}
