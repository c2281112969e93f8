package io.fleethub.hub.platform.db;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.util.Optional;
import java.util.Set;

/** Whose rows a piece of database work is about; given at every entrance and never guessed. */
public sealed interface Scope {

    /**
     * The rows of one tenant.
     *
     * @param nodes the only nodes that the actor may see, or empty for all of the tenant's; the database guards the tenant,
     *     queries guard the nodes
     */
    record Tenant(TenantId id, Optional<Set<NodeId>> nodes) implements Scope {
        public Tenant {
            nodes = nodes.map(Set::copyOf);
        }

        public static Tenant of(TenantId id) {
            return new Tenant(id, Optional.empty());
        }

        /** Whether the actor may see this node, provided that it is the tenant's. */
        public boolean covers(NodeId nodeId) {
            return nodes.map(allowed -> allowed.contains(nodeId)).orElse(true);
        }
    }

    /**
     * Work that belongs to no one tenant, in the role {@code fleet_worker}.
     *
     * @param reason what it is for, for logs
     */
    record Platform(String reason) implements Scope {}
}
