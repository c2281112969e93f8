package io.fleethub.hub.nodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.hub.nodes.presence.QuotaExceeded;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one row of a node and its presence; of the thread that reads the result. */
final class NodeRow {

    private static final String SUMMARY_COLUMNS = """
            n.node_id, n.name, n.role, n.tags, n.segment, n.location, n.serial, n.enabled, n.created_at, n.updated_at,
            p.state, p.since, p.reason, p.last_seen_at, p.identity_shared_at, p.quota_exceeded_at, p.quota_refused,
            p.agent_version, p.hostname, p.remote_address,
            p.releases, p.services""";

    private static final String FROM = " from node n join node_presence p on p.node_id = n.node_id where true";

    /** The beginning of a statement for {@link #summary}; conditions follow. */
    static final String SELECT_SUMMARY = "select " + SUMMARY_COLUMNS + FROM;

    /** The beginning of a statement for {@link #view}; conditions follow. */
    static final String SELECT_VIEW = "select " + SUMMARY_COLUMNS + """
            , p.clock_drift_ms, p.clock_at, p.born_at, p.boot_id, p.uptime_ms, p.clock_synced, p.os, p.addresses, p.capabilities, p.config, p.outbox,
            p.trusted_kids, p.errors""" + FROM;

    private final ResultSet row;
    private final ObjectMapper json;

    NodeRow(ResultSet row, ObjectMapper json) {
        this.row = row;
        this.json = json;
    }

    NodeSummary summary() throws SQLException {
        return new NodeSummary(
                new NodeId(row.getString("node_id")),
                row.getString("name"),
                row.getString("role"),
                tags(),
                row.getString("segment"),
                row.getString("location"),
                row.getString("serial"),
                row.getBoolean("enabled"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                presence(),
                row.getString("agent_version"),
                row.getString("hostname"),
                row.getString("remote_address"),
                read("releases", new TypeReference<>() {}),
                read("services", new TypeReference<>() {}));
    }

    NodeView view() throws SQLException {
        NodeSummary known = summary();
        return new NodeView(
                known.nodeId(),
                known.name(),
                known.role(),
                known.tags(),
                known.segment(),
                known.location(),
                known.serial(),
                known.enabled(),
                known.createdAt(),
                known.updatedAt(),
                known.presence(),
                known.agentVersion(),
                known.hostname(),
                known.remoteAddress(),
                known.releases(),
                known.services(),
                instant("born_at"),
                row.getString("boot_id"),
                row.getObject("uptime_ms", Long.class),
                row.getObject("clock_synced", Boolean.class),
                clock(),
                this.<StatusReport.OperatingSystem>read("os", new TypeReference<>() {}),
                read("addresses", new TypeReference<>() {}),
                read("capabilities", new TypeReference<>() {}),
                read("config", new TypeReference<>() {}),
                this.<StatusReport.OutboxState>read("outbox", new TypeReference<>() {}),
                read("trusted_kids", new TypeReference<>() {}),
                this.<StatusReport.ErrorSummary>read("errors", new TypeReference<>() {}));
    }

    private PresenceSummary presence() throws SQLException {
        return new PresenceSummary(
                row.getString("state"),
                row.getTimestamp("since").toInstant(),
                row.getString("reason"),
                instant("last_seen_at"),
                instant("identity_shared_at"),
                QuotaExceeded.read(row));
    }

    private @Nullable ClockView clock() throws SQLException {
        Instant at = instant("clock_at");
        Long drift = row.getObject("clock_drift_ms", Long.class);
        return at == null || drift == null
                ? null
                : new ClockView(drift, row.getObject("clock_synced", Boolean.class), at);
    }

    private List<String> tags() throws SQLException {
        return List.of((String[]) row.getArray("tags").getArray());
    }

    private @Nullable Instant instant(String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private <T> @Nullable T read(String column, TypeReference<T> type) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("node_presence." + column + " is not what a status holds", e);
        }
    }
}
