package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceView.Change;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** The history of presence, in the caller's transaction and scope. */
@ApplicationScoped
class PresenceChangeRepository {

    /** The state at the window's begin is that of the last change before it. */
    private static final String UPTIME = """
            with spans as (
                select state, greatest(at, ?) as begins,
                       coalesce(lead(at) over (order by id), ?) as ends
                from presence_change
                where node_id = ? and id >= coalesce(
                    (select max(id) from presence_change where node_id = ? and at <= ?), 0))
            select coalesce(extract(epoch from sum(ends - begins) filter (where state in ('ONLINE', 'LATE'))), 0)
                       / nullif(extract(epoch from sum(ends - begins)), 0) as share
            from spans where ends > begins""";

    private final DataSource dataSource;

    /** A change with its place in the list. */
    record Numbered(long id, Change change) {}

    PresenceChangeRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void add(PresenceRow row, Instant at) {
        Sql.update(
                dataSource,
                "insert into presence_change (node_id, tenant_id, at, state, reason) values (?, ?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, row.nodeId().value());
                    statement.setObject(2, row.tenantId().value());
                    statement.setObject(3, at.atOffset(ZoneOffset.UTC));
                    statement.setString(4, row.state().name());
                    statement.setString(5, row.reason());
                });
    }

    /** Up to {@code count} changes before the one with this id, the latest first. */
    List<Numbered> before(NodeId nodeId, long id, int count) {
        return Sql.list(
                dataSource,
                "select id, at, state, reason from presence_change where node_id = ? and id < ? order by id desc limit ?",
                statement -> {
                    statement.setString(1, nodeId.value());
                    statement.setLong(2, id);
                    statement.setInt(3, count);
                },
                row -> new Numbered(
                        row.getLong("id"),
                        new Change(
                                row.getTimestamp("at").toInstant(),
                                PresenceState.valueOf(row.getString("state")),
                                row.getString("reason"))));
    }

    /** The share of the time between both in which the node was ONLINE or LATE; 0 when there was none. */
    double uptimeShare(NodeId nodeId, Instant from, Instant to) {
        return Sql.list(
                        dataSource,
                        UPTIME,
                        statement -> {
                            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
                            statement.setObject(2, to.atOffset(ZoneOffset.UTC));
                            statement.setString(3, nodeId.value());
                            statement.setString(4, nodeId.value());
                            statement.setObject(5, from.atOffset(ZoneOffset.UTC));
                        },
                        row -> row.getDouble("share"))
                .get(0);
    }

    /** Forgets up to {@code count} old changes, but never a node's last one. @return how many went */
    int prune(Instant before, int count) {
        return Sql.update(dataSource, """
                delete from presence_change where id in (
                    select old.id from presence_change old
                    where old.at < ? and exists (
                        select 1 from presence_change later
                        where later.node_id = old.node_id and later.id > old.id and later.at < ?)
                    order by old.at limit ?)""", statement -> {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            statement.setObject(2, before.atOffset(ZoneOffset.UTC));
            statement.setInt(3, count);
        });
    }
}
