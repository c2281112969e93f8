package io.fleethub.hub.telemetry.query;

import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Series of points.
 *
 * @param metrics empty for all that are numbers
 */
record SeriesQuery(NodeId nodeId, List<String> metrics, Instant from, Instant to, Duration step, Aggregate aggregate) {}
