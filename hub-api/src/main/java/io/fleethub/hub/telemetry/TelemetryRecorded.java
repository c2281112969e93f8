package io.fleethub.hub.telemetry;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.util.Map;

/** Telemetry of these nodes was committed. A hint, fired after the commit, on the thread that did it: observers are short. */
public record TelemetryRecorded(Map<NodeId, TenantId> nodes) {}
