package io.fleethub.hub.commands;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every query about commands and their history. Needs the transaction of its caller; stateless. */
@ApplicationScoped
class CommandRepository implements PanacheRepositoryBase<Command, UUID> {

    private static final String OVERDUE = """
            select node_id, tenant_id, command_id from command
            where status in ('QUEUED', 'SENT', 'DELIVERED', 'CANCELING') and start_by <= :now
              and (start_by <= :grace or not ever_published)
              and (status <> 'CANCELING' or run_deadline is null)
            union
            select node_id, tenant_id, command_id from command
            where finished_at is null and run_deadline is not null and run_deadline <= :grace
            union
            select node_id, tenant_id, command_id from command
            where held_until is not null and held_until <= :now
            limit :limit""";

    /** Which command a job has to look at. */
    record Pointer(TenantId tenantId, NodeId nodeId, CommandId commandId) {}

    /** The node is part of the question: another node's command is not there. */
    Optional<Command> findOfNode(NodeId nodeId, CommandId commandId) {
        return find("commandId = ?1 and nodeId = ?2", commandId.value(), nodeId.value())
                .firstResultOptional();
    }

    List<CommandChange> historyOf(CommandId commandId) {
        return getEntityManager()
                .createQuery("from CommandChange where commandId = :id order by changeId", CommandChange.class)
                .setParameter("id", commandId.value())
                .getResultList();
    }

    /** What a list of commands is narrowed to; null = not. */
    record Filter(
            TenantId tenantId,
            @Nullable NodeId nodeId,
            @Nullable CommandStatus status,
            @Nullable String operation) {

        private Map<String, Object> values() {
            Map<String, Object> values = new TreeMap<>();
            values.put("tenantId", tenantId.value());
            if (nodeId != null) {
                values.put("nodeId", nodeId.value());
            }
            if (status != null) {
                values.put("status", status);
            }
            if (operation != null) {
                values.put("operation", operation);
            }
            return values;
        }
    }

    /** Newest first, by the age in the id. */
    List<Command> newest(Filter filter, @Nullable CommandId before, int limit) {
        Map<String, Object> values = filter.values();
        String query =
                values.keySet().stream().map(name -> name + " = :" + name).collect(Collectors.joining(" and "));
        if (before != null) {
            query += " and commandId < :before";
            values.put("before", before.value());
        }
        return find(query + " order by commandId desc", values).page(0, limit).list();
    }

    Optional<Command> inFlight(NodeId nodeId, boolean emergency) {
        return find("nodeId = ?1 and emergency = ?2 and inFlight", nodeId.value(), emergency)
                .firstResultOptional();
    }

    List<Command> inFlight(NodeId nodeId) {
        return list("nodeId = ?1 and inFlight", nodeId.value());
    }

    /** The one to publish next: highest priority, then oldest; not one whose time to start is over. */
    Optional<Command> nextWaiting(NodeId nodeId, boolean emergency, Instant now) {
        return find(
                        "nodeId = ?1 and emergency = ?2 and status = ?3 and finishedAt is null and not inFlight"
                                + " and startBy > ?4"
                                + " order by priority desc, createdAt, commandId",
                        nodeId.value(),
                        emergency,
                        CommandStatus.QUEUED,
                        now.plusSeconds(1))
                .firstResultOptional();
    }

    List<Command> unchecked(NodeId nodeId) {
        return list(
                "nodeId = ?1 and status = ?2 and finishedAt is null and not capabilityChecked",
                nodeId.value(),
                CommandStatus.QUEUED);
    }

    long countWaiting(NodeId nodeId) {
        return count("nodeId = ?1 and status = ?2 and finishedAt is null", nodeId.value(), CommandStatus.QUEUED);
    }

    long countOpen(NodeId nodeId) {
        return count("nodeId = ?1 and finishedAt is null", nodeId.value());
    }

    /** Whether the history has this note of the attempt already. */
    boolean hasAnswer(CommandId commandId, int attempt, String answered) {
        return !getEntityManager()
                .createQuery("select 1 from CommandChange where commandId = :id and attempt = :attempt"
                        + " and answered = :answered")
                .setParameter("id", commandId.value())
                .setParameter("attempt", attempt)
                .setParameter("answered", answered)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    boolean hasNote(CommandId commandId, int attempt, String reasonCode) {
        return !getEntityManager()
                .createQuery("select 1 from CommandChange where commandId = :id and attempt = :attempt"
                        + " and reasonCode = :reason and fromStatus = toStatus")
                .setParameter("id", commandId.value())
                .setParameter("attempt", attempt)
                .setParameter("reason", reasonCode)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    void add(CommandChange change) {
        getEntityManager().persist(change);
    }

    /** What time has ended, or may have; found by the indexes of both deadlines. */
    List<Pointer> overdue(Instant now, Duration grace, int limit) {
        List<?> rows = getEntityManager()
                .createNativeQuery(OVERDUE, Object[].class)
                .setParameter("now", now)
                .setParameter("grace", now.minus(grace))
                .setParameter("limit", limit)
                .getResultList();
        return rows.stream().map(row -> pointer((Object[]) row)).toList();
    }

    /** Whose log is waited for. */
    List<Pointer> waitingForLogs(int limit) {
        List<?> rows = getEntityManager()
                .createNativeQuery(
                        "select node_id, tenant_id, command_id from command where held_until is not null"
                                + " order by held_until limit :limit",
                        Object[].class)
                .setParameter("limit", limit)
                .getResultList();
        return rows.stream().map(row -> pointer((Object[]) row)).toList();
    }

    void eraseNode(NodeId nodeId) {
        delete("nodeId", nodeId.value());
    }

    private static Pointer pointer(Object[] row) {
        return new Pointer(new TenantId((UUID) row[1]), new NodeId((String) row[0]), new CommandId((UUID) row[2]));
    }
}
