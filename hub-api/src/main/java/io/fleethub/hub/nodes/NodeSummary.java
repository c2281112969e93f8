package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as lists show it; what it said of itself is null until it does. */
record NodeSummary(
        NodeId nodeId,
        String name,
        @Nullable String role,
        List<String> tags,
        @Nullable String segment,
        @Nullable String location,
        @Nullable String serial,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt,
        PresenceSummary presence,
        @Nullable String agentVersion,
        @Nullable String hostname,
        @Nullable String remoteAddress,
        @Nullable List<StatusReport.Release> releases,
        @Nullable List<StatusReport.ServiceReport> services) {}
