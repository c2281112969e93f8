package io.fleethub.hub.platform;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;

/** A feature that keeps data about nodes, and gives it up when a node is decommissioned. */
public interface Erasable {

    /**
     * Deletes all that the feature keeps about the node. Called inside the transaction that deletes the node, in the scope of
     * its tenant, before the node's own row goes; an exception keeps the node.
     */
    void eraseNode(TenantId tenantId, NodeId nodeId);
}
