package io.fleethub.hub.logs;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every query about fetches on the default data source. Needs the caller's transaction; stateless. */
@ApplicationScoped
class LogRepository {

    private static final String LIST = """
            select f.command_id, f.source, f.asked_at, t.lines, t.bytes, t.completed_at is not null
            from log_fetch f
            left join lateral (
                select * from log_transfer t
                where t.command_id = f.command_id and t.completed_at is not null
                order by t.attempt desc limit 1) t on true
            where f.node_id = :node and f.command_id < :before
            order by f.command_id desc limit :limit""";

    /** Above every id. */
    private static final UUID END = new UUID(-1, -1);

    /** Where the newest complete text of a fetch is. */
    record Stored(int attempt, int total) {}

    private final EntityManager entities;

    LogRepository(EntityManager entities) {
        this.entities = entities;
    }

    void ask(TenantId tenantId, NodeId nodeId, CommandId commandId, String source, Instant at) {
        entities.createNativeQuery("insert into log_fetch (command_id, tenant_id, node_id, source, asked_at)"
                        + " values (:command, :tenant, :node, :source, :at)")
                .setParameter("command", commandId.value())
                .setParameter("tenant", tenantId.value())
                .setParameter("node", nodeId.value())
                .setParameter("source", source)
                .setParameter("at", at)
                .executeUpdate();
    }

    LogService.State stateOf(CommandId commandId, int attempt) {
        List<?> rows = entities.createNativeQuery(
                        "select completed_at is not null, broken is not null from log_transfer"
                                + " where command_id = :command and attempt = :attempt",
                        Object[].class)
                .setParameter("command", commandId.value())
                .setParameter("attempt", attempt)
                .getResultList();
        if (rows.isEmpty()) {
            return LogService.State.MISSING;
        }
        Object[] row = (Object[]) rows.get(0);
        if ((Boolean) row[0]) {
            return LogService.State.COMPLETE;
        }
        return (Boolean) row[1] ? LogService.State.BROKEN : LogService.State.MISSING;
    }

    List<LogFetchView> newest(NodeId nodeId, @Nullable CommandId before, int limit) {
        List<?> rows = entities.createNativeQuery(LIST, Object[].class)
                .setParameter("node", nodeId.value())
                .setParameter("before", before == null ? END : before.value())
                .setParameter("limit", limit)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new LogFetchView(
                        (UUID) row[0], (String) row[1], (Long) row[3], (Long) row[4], (Instant) row[2], (Boolean)
                                row[5]))
                .toList();
    }

    Optional<Stored> findComplete(NodeId nodeId, CommandId commandId) {
        List<?> rows = entities.createNativeQuery(
                        "select t.attempt, t.total from log_fetch f join log_transfer t using (command_id)"
                                + " where f.command_id = :command and f.node_id = :node and t.completed_at is not null"
                                + " order by t.attempt desc limit 1",
                        Object[].class)
                .setParameter("command", commandId.value())
                .setParameter("node", nodeId.value())
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Stored((Integer) row[0], (Integer) row[1]))
                .findFirst();
    }

    byte[] data(CommandId commandId, int attempt, int index) {
        return (byte[]) entities.createNativeQuery(
                        "select data from log_chunk where command_id = :command and attempt = :attempt"
                                + " and chunk_index = :index",
                        byte[].class)
                .setParameter("command", commandId.value())
                .setParameter("attempt", attempt)
                .setParameter("index", index)
                .getSingleResult();
    }

    boolean nodeExists(NodeId nodeId) {
        return !entities.createNativeQuery("select 1 from node where node_id = :node")
                .setParameter("node", nodeId.value())
                .getResultList()
                .isEmpty();
    }

    void eraseNode(NodeId nodeId) {
        entities.createNativeQuery("delete from log_fetch where node_id = :node")
                .setParameter("node", nodeId.value())
                .executeUpdate();
    }
}
