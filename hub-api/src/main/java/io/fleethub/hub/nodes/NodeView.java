package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as REST shows it. */
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
        Instant updatedAt) {}
