package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.nodes.presence.PresenceView.Change;
import io.fleethub.hub.nodes.presence.PresenceView.Day;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
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

    /** A span goes into every day that it touches. */
    private static final String UPTIME_BY_DAY = """
            with spans as (
                select state, greatest(at, ?) as begins,
                       coalesce(lead(at) over (order by id), ?) as ends
                from presence_change
                where node_id = ? and id >= coalesce(
                    (select max(id) from presence_change where node_id = ? and at <= ?), 0)),
            parts as (
                select s.state, day, extract(epoch from least(s.ends, day + interval '24 hours') - greatest(s.begins, day)) as seconds
                from spans s, generate_series(date_trunc('day', s.begins, 'UTC'), s.ends, interval '24 hours') as day
                where s.ends > s.begins)
            select (day at time zone 'UTC')::date as day,
                   coalesce(sum(seconds) filter (where state in ('ONLINE', 'LATE')), 0) / sum(seconds) as share
            from parts where seconds > 0 group by 1 order by 1 desc""";

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

    /** {@link #add} for many at the same time. */
    void addAll(List<PresenceRow> rows, Instant at) {
        Sql.update(dataSource, """
                insert into presence_change (node_id, tenant_id, at, state, reason)
                select node_id, tenant_id, ?, state, reason
                from unnest(?::text[], ?::uuid[], ?::text[], ?::text[]) as c (node_id, tenant_id, state, reason)""", statement -> {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            Sql.setTexts(statement, 2, rows.stream().map(row -> row.nodeId().value()));
            Sql.setTexts(statement, 3, rows.stream().map(row -> row.tenantId().toString()));
            Sql.setTexts(statement, 4, rows.stream().map(row -> row.state().name()));
            Sql.setTexts(statement, 5, rows.stream().map(PresenceRow::reason));
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

    /** The share of each day (UTC) within the window in which the node was ONLINE or LATE, the latest day first. */
    List<Day> uptimeByDay(NodeId nodeId, Instant from, Instant to) {
        return Sql.list(
                dataSource,
                UPTIME_BY_DAY,
                statement -> {
                    statement.setObject(1, from.atOffset(ZoneOffset.UTC));
                    statement.setObject(2, to.atOffset(ZoneOffset.UTC));
                    statement.setString(3, nodeId.value());
                    statement.setString(4, nodeId.value());
                    statement.setObject(5, from.atOffset(ZoneOffset.UTC));
                },
                row -> new Day(row.getObject("day", LocalDate.class), row.getDouble("share")));
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
