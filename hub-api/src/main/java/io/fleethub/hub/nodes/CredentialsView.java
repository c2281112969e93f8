package io.fleethub.hub.nodes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, as the broker reads it.
 *
 * @param full whether these are all nodes, so that who is missing may not connect; else only those changed since
 */
record CredentialsView(int v, long revision, boolean full, List<NodeCredentials> nodes) {

    enum State {
        ACTIVE,
        REVOKED
    }

    /**
     * @param tenant whose limits in the broker the node shares; absent for a revoked node
     * @param secrets empty for a revoked node
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeCredentials(
            NodeId nodeId, State state, @Nullable UUID tenant, List<Secret> secrets, List<Certificate> certificates) {

        static NodeCredentials revoked(NodeId nodeId) {
            return new NodeCredentials(nodeId, State.REVOKED, null, List.of(), List.of());
        }
    }

    /** @param validUntil set for a secret that a newer one replaces */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Secret(String sha256, @Nullable Instant validUntil) {}

    record Certificate(String sha256, Instant validUntil) {}
}
