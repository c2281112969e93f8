package io.fleethub.hub.telemetry.rollup;

import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An hour of a node, by its beginning. */
public record NodeHour(NodeId nodeId, Instant hour) {

    public static NodeHour of(NodeId nodeId, Instant time) {
        return new NodeHour(nodeId, time.truncatedTo(ChronoUnit.HOURS));
    }
}
