package io.fleethub.hub.bridge;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;

/**
 * What the bridge must know of a node to let its messages in.
 *
 * @param enabled false: its messages are quarantined, nothing of it is handled
 */
public record NodeIdentity(NodeId nodeId, TenantId tenantId, boolean enabled) {}
