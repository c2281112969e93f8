package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceRow.PendingDeath;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rows of {@code node_presence} and {@code node_storage}, in the caller's transaction and scope. */
@ApplicationScoped
class PresenceRepository {

    private static final String COLUMNS =
            "node_id, tenant_id, state, reason, since, last_seen_at, status_received_at, storage_id, session, n, birth_n, session_ended,"
                    + " death_at, death_reason, extract(epoch from heartbeat_interval)::bigint as heartbeat_seconds";

    private final DataSource dataSource;

    PresenceRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Optional<PresenceRow> find(NodeId nodeId) {
        return one("select " + COLUMNS + " from node_presence where node_id = ?", nodeId);
    }

    /** Locks the row until the transaction ends, so that a node's messages are judged one after the other. */
    Optional<PresenceRow> lock(NodeId nodeId) {
        return one("select " + COLUMNS + " from node_presence where node_id = ? for update", nodeId);
    }

    /** A node's presence with what else its statuses are judged by. */
    record Remembered(PresenceRow row, NodeMemory memory) {}

    /** {@link #lock} for a status. */
    Optional<Remembered> lockForStatus(NodeId nodeId) {
        return Sql.list(
                        dataSource,
                        "select " + COLUMNS
                                + ", clock_readings, machines from node_presence where node_id = ? for update",
                        statement -> statement.setString(1, nodeId.value()),
                        row -> new Remembered(
                                read(row), NodeMemory.read(row.getString("clock_readings"), row.getString("machines"))))
                .stream()
                .findFirst();
    }

    void saveMachines(NodeId nodeId, Machines machines) {
        Sql.update(
                dataSource,
                "update node_presence set machines = ?::jsonb, identity_shared_at = ? where node_id = ?",
                statement -> {
                    statement.setString(1, NodeMemory.write(machines));
                    Sql.setInstant(statement, 2, machines.sharedAt().orElse(null));
                    statement.setString(3, nodeId.value());
                });
    }

    /** A judged presence with the time of its next judgement. */
    record Judged(PresenceRow row, Optional<Instant> dueAt) {}

    /** Writes what silence changes, of many nodes in one statement: thousands may fall silent in the same second. */
    void saveJudged(List<Judged> judged) {
        Sql.update(dataSource, """
                update node_presence p set state = j.state, reason = j.reason, since = j.since, due_at = j.due_at,
                    death_at = j.death_at, death_reason = j.death_reason
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[])
                    as j (node_id, state, reason, since, due_at, death_at, death_reason)
                where p.node_id = j.node_id""", statement -> {
            List<PresenceRow> rows = judged.stream().map(Judged::row).toList();
            Sql.setTexts(statement, 1, rows.stream().map(row -> row.nodeId().value()));
            Sql.setTexts(statement, 2, rows.stream().map(row -> row.state().name()));
            Sql.setTexts(statement, 3, rows.stream().map(PresenceRow::reason));
            Sql.setTexts(statement, 4, rows.stream().map(row -> row.since().toString()));
            Sql.setTexts(
                    statement,
                    5,
                    judged.stream()
                            .map(one -> one.dueAt().map(Instant::toString).orElse(null)));
            Sql.setTexts(
                    statement,
                    6,
                    rows.stream()
                            .map(row -> row.death() == null
                                    ? null
                                    : row.death().at().toString()));
            Sql.setTexts(
                    statement,
                    7,
                    rows.stream()
                            .map(row -> row.death() == null ? null : row.death().reason()));
        });
    }

    /** Locks up to {@code count} rows whose silence must be judged by now, leaving out those that somebody else holds. */
    List<PresenceRow> lockDue(Instant now, int count) {
        return Sql.list(
                dataSource,
                "select " + COLUMNS + " from node_presence where due_at <= ?"
                        + " order by due_at limit ? for update skip locked",
                statement -> {
                    statement.setObject(1, now.atOffset(ZoneOffset.UTC));
                    statement.setInt(2, count);
                },
                PresenceRepository::read);
    }

    /** Locks the rows of these nodes, in the order of their ids. */
    List<PresenceRow> lockAll(Collection<NodeId> nodeIds) {
        return Sql.list(
                dataSource,
                "select " + COLUMNS + " from node_presence where node_id = any(?) order by node_id for update",
                statement -> statement.setArray(1, Sql.texts(statement.getConnection(), nodeIds)),
                PresenceRepository::read);
    }

    void save(PresenceRow row, Optional<Instant> dueAt) {
        Sql.update(dataSource, """
                update node_presence set state = ?, reason = ?, since = ?, last_seen_at = ?, storage_id = ?, session = ?,
                    n = ?, birth_n = ?, session_ended = ?, death_at = ?, death_reason = ?,
                    heartbeat_interval = make_interval(secs => ?), due_at = ?
                where node_id = ?""", statement -> bind(statement, row, dueAt));
    }

    /** Whether this node has, or once had, this storage. */
    boolean knowsStorage(NodeId nodeId, String storageId) {
        return !Sql.list(
                        dataSource,
                        "select 1 from node_storage where node_id = ? and storage_id = ?",
                        statement -> {
                            statement.setString(1, nodeId.value());
                            statement.setString(2, storageId);
                        },
                        row -> true)
                .isEmpty();
    }

    /** Remembers a storage; of more than {@code kept} the oldest are forgotten, so that no node fills the table. */
    void addStorage(PresenceRow row, String storageId, Instant at, int kept) {
        Sql.update(
                dataSource,
                "insert into node_storage (node_id, storage_id, tenant_id, first_seen_at) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                statement -> {
                    statement.setString(1, row.nodeId().value());
                    statement.setString(2, storageId);
                    statement.setObject(3, row.tenantId().value());
                    statement.setObject(4, at.atOffset(ZoneOffset.UTC));
                });
        Sql.update(dataSource, """
                delete from node_storage where node_id = ? and storage_id in (
                    select storage_id from node_storage where node_id = ? order by first_seen_at desc, storage_id offset ?)""", statement -> {
            statement.setString(1, row.nodeId().value());
            statement.setString(2, row.nodeId().value());
            statement.setInt(3, kept);
        });
    }

    private Optional<PresenceRow> one(String sql, NodeId nodeId) {
        return Sql.list(dataSource, sql, statement -> statement.setString(1, nodeId.value()), PresenceRepository::read)
                .stream()
                .findFirst();
    }

    private static void bind(PreparedStatement statement, PresenceRow row, Optional<Instant> dueAt)
            throws SQLException {
        SessionMark mark = row.mark();
        PendingDeath death = row.death();
        statement.setString(1, row.state().name());
        statement.setString(2, row.reason());
        statement.setObject(3, row.since().atOffset(ZoneOffset.UTC));
        Sql.setInstant(statement, 4, row.lastSeenAt());
        statement.setString(5, mark == null ? null : mark.storageId());
        Sql.setLong(statement, 6, mark == null ? null : mark.session());
        Sql.setLong(statement, 7, mark == null ? null : mark.n());
        Sql.setLong(statement, 8, mark == null ? null : mark.birthN());
        statement.setBoolean(9, mark != null && mark.ended());
        Sql.setInstant(statement, 10, death == null ? null : death.at());
        statement.setString(11, death == null ? null : death.reason());
        if (row.heartbeatInterval() == null) {
            statement.setNull(12, Types.DOUBLE);
        } else {
            statement.setDouble(12, row.heartbeatInterval().toSeconds());
        }
        Sql.setInstant(statement, 13, dueAt.orElse(null));
        statement.setString(14, row.nodeId().value());
    }

    private static PresenceRow read(ResultSet row) throws SQLException {
        return new PresenceRow(
                new NodeId(row.getString("node_id")),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                PresenceState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                Sql.instant(row, "last_seen_at"),
                Sql.instant(row, "status_received_at"),
                mark(row),
                death(row),
                interval(row));
    }

    private static @Nullable SessionMark mark(ResultSet row) throws SQLException {
        String storageId = row.getString("storage_id");
        if (storageId == null) {
            return null;
        }
        return new SessionMark(
                storageId,
                row.getLong("session"),
                row.getObject("n", Long.class),
                row.getObject("birth_n", Long.class),
                row.getBoolean("session_ended"));
    }

    private static @Nullable PendingDeath death(ResultSet row) throws SQLException {
        Instant at = Sql.instant(row, "death_at");
        return at == null ? null : new PendingDeath(at, row.getString("death_reason"));
    }

    private static @Nullable Duration interval(ResultSet row) throws SQLException {
        Long seconds = row.getObject("heartbeat_seconds", Long.class);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
