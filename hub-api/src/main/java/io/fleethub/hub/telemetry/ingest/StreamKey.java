package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.NodeId;
import java.util.Comparator;

/** A stream of one node. The order is that in which transactions lock streams. */
record StreamKey(NodeId nodeId, String streamId) implements Comparable<StreamKey> {

    private static final Comparator<StreamKey> ORDER =
            Comparator.comparing((StreamKey key) -> key.nodeId().value()).thenComparing(StreamKey::streamId);

    @Override
    public int compareTo(StreamKey other) {
        return ORDER.compare(this, other);
    }
}
