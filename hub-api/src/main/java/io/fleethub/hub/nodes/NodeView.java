package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node with all that it last said of itself; null until it does.
 *
 * @param bornAt when its latest birth came in
 */
record NodeView(
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
        @Nullable List<StatusReport.ServiceReport> services,
        @Nullable Instant bornAt,
        @Nullable String bootId,
        @Nullable Long uptimeMs,
        @Nullable Boolean clockSynced,
        @Nullable ClockView clock,
        StatusReport.@Nullable OperatingSystem os,
        @Nullable List<String> addresses,
        @Nullable List<StatusReport.Capability> capabilities,
        @Nullable List<StatusReport.ConfigState> config,
        StatusReport.@Nullable OutboxState outbox,
        @Nullable List<String> trustedKids,
        StatusReport.@Nullable ErrorSummary errors) {}
