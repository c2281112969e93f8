package io.fleethub.hub.commands;

import io.fleethub.hub.commands.DispatchRules.Reach;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code command_queue}: the lock of a node's commands, and when the dispatcher has to look at the node. Needs
 * the transaction of its caller; stateless.
 */
@ApplicationScoped
class QueueRepository {

    /** A locked row. */
    record Queue(TenantId tenantId, NodeId nodeId, @Nullable Instant dueAt) {

        boolean isDue(Instant now) {
            return dueAt != null && !dueAt.isAfter(now);
        }
    }

    private static final String COLUMNS = "select tenant_id, node_id, due_at from command_queue ";

    /** Something is due; wakes the dispatcher once it is committed. */
    record WorkDue() {}

    private final EntityManager entities;
    private final Clock clock;
    private final Event<WorkDue> workDue;

    QueueRepository(EntityManager entities, Clock clock, Event<WorkDue> workDue) {
        this.entities = entities;
        this.clock = clock;
        this.workDue = workDue;
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
        Optional<Queue> locked =
                one(entities.createNativeQuery(COLUMNS + "where node_id = :node for update", Object[].class)
                        .setParameter("node", nodeId.value())
                        .getResultList());
        // A dispatcher that came by meanwhile has passed the locked row over.
        locked.filter(queue -> queue.isDue(clock.instant())).ifPresent(queue -> workDue.fire(new WorkDue()));
        return locked;
    }

    /** Has the dispatcher look at the node as soon as this is committed. */
    void wake(NodeId nodeId) {
        setDue(nodeId, clock.instant());
        workDue.fire(new WorkDue());
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

    /**
     * Keeps the node from being decommissioned until this transaction ends; taken before the queue's lock, as that does.
     *
     * @return whether the node is there, and of the transaction's tenant
     */
    boolean holdNode(NodeId nodeId) {
        return !entities.createNativeQuery("select 1 from node where node_id = :node for key share")
                .setParameter("node", nodeId.value())
                .getResultList()
                .isEmpty();
    }

    /** What the node declared at its last birth, as JSON. */
    Optional<String> capabilitiesOf(NodeId nodeId) {
        List<?> rows = entities.createNativeQuery(
                        "select cast(capabilities as text) from node_presence"
                                + " where node_id = :node and capabilities is not null",
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
        return new Queue(new TenantId((UUID) row[0]), new NodeId((String) row[1]), (Instant) row[2]);
    }
}
