package io.fleethub.hub.commands;

import io.fleethub.hub.platform.Erasable;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets the commands of a decommissioned node: a node of the same name later must not be given them. */
@ApplicationScoped
class CommandErasure implements Erasable {

    private final CommandRepository commands;
    private final QueueRepository queues;

    CommandErasure(CommandRepository commands, QueueRepository queues) {
        this.commands = commands;
        this.queues = queues;
    }

    @Override
    public void eraseNode(TenantId tenantId, NodeId nodeId) {
        if (queues.lock(nodeId).isPresent()) {
            commands.eraseNode(nodeId);
            queues.erase(nodeId);
        }
    }
}
