package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** The nodes of the scope that the caller's transaction has. */
@ApplicationScoped
class NodeRepository implements PanacheRepositoryBase<Node, String> {

    /** Locks the row, so that two changes of one node come one after the other. */
    Optional<Node> findForChange(NodeId nodeId) {
        return findByIdOptional(nodeId.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Waits for whoever still writes about the node, and lets nobody begin: a lock that is stronger than that for changes. For
     * decommissioning, which deletes what is there.
     */
    void holdAlone(NodeId nodeId) {
        getEntityManager()
                .createNativeQuery("select 1 from node where node_id = :nodeId for update", Integer.class)
                .setParameter("nodeId", nodeId.value())
                .getSingleResult();
    }

    /** Takes the next credential revision for a change of this node and tells all hubs at the commit. */
    void recordCredentialChange(NodeId nodeId) {
        getEntityManager()
                .createNativeQuery("select record_credential_change(:nodeId)", Long.class)
                .setParameter("nodeId", nodeId.value())
                .getSingleResult();
    }
}
