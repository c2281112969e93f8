package io.fleethub.hub.logs;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;

/** All chunks of an attempt are committed, whole or broken. A hint: who waits for it also looks by itself. */
public record LogFetchEnded(TenantId tenantId, NodeId nodeId, CommandId commandId, int attempt) {}
