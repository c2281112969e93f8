package io.fleethub.hub.telemetry.query;

import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Series of points, as they were asked for.
 *
 * @param metrics empty for all that are numbers
 * @param step empty to have one chosen
 */
record SeriesQuery(
        NodeId nodeId,
        List<String> metrics,
        Instant from,
        Instant to,
        Optional<Resolution> step,
        Aggregate aggregate) {}
