package io.fleethub.hub.commands;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.util.Optional;

/**
 * What happens to commands, for the features above. Fired inside the transaction, so observe them {@code AFTER_SUCCESS}.
 * They are hints: who must not miss one reads the ledger.
 */
public sealed interface CommandEvents {

    TenantId tenantId();

    NodeId nodeId();

    CommandId commandId();

    /** @param attempt 1 for a new command, more when a failed one is tried again */
    record CommandQueued(TenantId tenantId, NodeId nodeId, CommandId commandId, String operation, int attempt)
            implements CommandEvents {}

    /** It has this status now; fired for every move, besides the other events. */
    record CommandMoved(
            TenantId tenantId, NodeId nodeId, CommandId commandId, String operation, CommandStatus status, int attempt)
            implements CommandEvents {}

    /** The node is at work on it. */
    record CommandStarted(TenantId tenantId, NodeId nodeId, CommandId commandId, String operation, int attempt)
            implements CommandEvents {}

    /** @param reason a code, with every outcome but SUCCEEDED */
    record CommandFinished(
            TenantId tenantId,
            NodeId nodeId,
            CommandId commandId,
            String operation,
            CommandStatus status,
            Optional<String> reason)
            implements CommandEvents {}
}
