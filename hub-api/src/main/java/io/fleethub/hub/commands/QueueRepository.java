package io.fleethub.hub.commands;

import io.fleethub.hub.commands.DispatchRules.Reach;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code command_queue}: the lock of a node's commands, and when the dispatcher has to look at the node. Needs
 * the transaction of its caller; stateless.
 */
@ApplicationScoped
class QueueRepository {

    /**
     * A locked row.
     *
     * @param storageId with {@code session}: the session that was last told what is due
     */
    record Queue(
            TenantId tenantId,
            NodeId nodeId,
            @Nullable Instant dueAt,
            @Nullable String storageId,
            @Nullable Long session) {

        boolean knows(@Nullable String otherStorage, @Nullable Long otherSession) {
            return Objects.equals(storageId, otherStorage) && Objects.equals(session, otherSession);
        }
    }

    private static final String COLUMNS = "select tenant_id, node_id, due_at, storage_id, session from command_queue ";

    private final EntityManager entities;

    QueueRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** Locks the node's row, which is made when it is not there. */
    Queue open(TenantId tenantId, NodeId nodeId) {
        entities.createNativeQuery("insert into command_queue (node_id, tenant_id) values (:node, :tenant)"
                        + " on conflict (node_id) do nothing")
                .setParameter("node", nodeId.value())
                .setParameter("tenant", tenantId.value())
                .executeUpdate();
        return lock(nodeId).orElseThrow();
    }

    /** Locks the node's row. @return empty when the node never had a command, or is not of this tenant */
    Optional<Queue> lock(NodeId nodeId) {
        return one(entities.createNativeQuery(COLUMNS + "where node_id = :node for update", Object[].class)
                .setParameter("node", nodeId.value())
                .getResultList());
    }

    /** Locks the row that is due longest and that no other dispatcher has. */
    Optional<Queue> lockDue(Instant now) {
        return one(entities.createNativeQuery(
                        COLUMNS + "where due_at <= :now order by due_at limit 1 for update skip locked", Object[].class)
                .setParameter("now", now)
                .getResultList());
    }

    /** @param at null: nothing until something happens */
    void setDue(NodeId nodeId, @Nullable Instant at) {
        String value = at == null ? "null" : ":at";
        var update = entities.createNativeQuery("update command_queue set due_at = " + value + " where node_id = :node")
                .setParameter("node", nodeId.value());
        if (at != null) {
            update.setParameter("at", at);
        }
        update.executeUpdate();
    }

    /** Like {@link #setDue}, unless the row is due before. */
    void setDueAtLatest(NodeId nodeId, Instant at) {
        entities.createNativeQuery("update command_queue set due_at = least(coalesce(due_at, :at), :at)"
                        + " where node_id = :node")
                .setParameter("node", nodeId.value())
                .setParameter("at", at)
                .executeUpdate();
    }

    void rememberSession(NodeId nodeId, @Nullable String storageId, @Nullable Long session) {
        entities.createNativeQuery("update command_queue set storage_id = cast(:storage as text),"
                        + " session = cast(:session as bigint) where node_id = :node")
                .setParameter("storage", storageId)
                .setParameter("session", session == null ? null : session.toString())
                .setParameter("node", nodeId.value())
                .executeUpdate();
    }

    Reach reachOf(NodeId nodeId) {
        List<?> rows = entities.createNativeQuery(
                        "select state, storage_id from node_presence where node_id = :node", Object[].class)
                .setParameter("node", nodeId.value())
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Reach((String) row[0], (String) row[1]))
                .findFirst()
                .orElse(Reach.NEVER_SEEN);
    }

    /** Whether the node is there, and of the transaction's tenant. */
    boolean nodeExists(NodeId nodeId) {
        return !entities.createNativeQuery("select 1 from node where node_id = :node")
                .setParameter("node", nodeId.value())
                .getResultList()
                .isEmpty();
    }

    /** What the node declared at its last birth, as JSON. */
    Optional<String> capabilitiesOf(NodeId nodeId) {
        List<?> rows = entities.createNativeQuery(
                        "select cast(data -> 'capabilities' as text) from node_presence"
                                + " where node_id = :node and jsonb_typeof(data -> 'capabilities') = 'array'",
                        String.class)
                .setParameter("node", nodeId.value())
                .getResultList();
        return rows.stream().map(String.class::cast).findFirst();
    }

    void erase(NodeId nodeId) {
        entities.createNativeQuery("delete from command_queue where node_id = :node")
                .setParameter("node", nodeId.value())
                .executeUpdate();
    }

    private static Optional<Queue> one(List<?> rows) {
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(QueueRepository::queue)
                .findFirst();
    }

    private static Queue queue(Object[] row) {
        return new Queue(
                new TenantId((UUID) row[0]), new NodeId((String) row[1]), (Instant) row[2], (String) row[3], (Long)
                        row[4]);
    }
}
