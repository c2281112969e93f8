package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;

/** A node was registered, described anew, given another secret, disabled, enabled or decommissioned; fired in the transaction. */
public record NodeChanged(NodeId nodeId, TenantId tenantId) {}
