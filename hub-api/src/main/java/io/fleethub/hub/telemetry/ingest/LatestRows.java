package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Moves {@code telemetry_latest} on within a transaction, in the order of nodes. Stateless. */
final class LatestRows {

    private static final String LOCK = """
            SELECT node_id, metrics::text, corrected_at, seq, received_at FROM telemetry_latest
            WHERE node_id = ANY (?) ORDER BY node_id COLLATE "C" FOR UPDATE""";
    private static final String ADD = """
            INSERT INTO telemetry_latest (node_id, tenant_id, corrected_at, seq, received_at, metrics)
            VALUES (?, ?, 'epoch', -1, 'epoch', '{}') ON CONFLICT DO NOTHING""";
    private static final String WRITE = """
            UPDATE telemetry_latest SET metrics = ?::jsonb, corrected_at = ?, seq = ?, received_at = ? WHERE node_id = ?""";

    private LatestRows() {}

    static void moveOn(Connection connection, SortedMap<String, List<KeptReport>> news) throws SQLException {
        Map<String, LatestValues> known = lock(connection, new ArrayList<>(news.keySet()));
        TreeMap<String, TenantId> missing = new TreeMap<>();
        news.forEach((node, reports) -> {
            if (!known.containsKey(node)) {
                missing.put(node, reports.get(0).entry().tenantId());
            }
        });
        if (!missing.isEmpty()) {
            add(connection, missing);
            known.putAll(lock(connection, new ArrayList<>(missing.keySet())));
        }
        try (PreparedStatement update = connection.prepareStatement(WRITE)) {
            for (Map.Entry<String, List<KeptReport>> node : news.entrySet()) {
                LatestValues values = known.getOrDefault(node.getKey(), LatestValues.none());
                node.getValue().forEach(values::take);
                update.setString(1, values.metrics());
                update.setObject(2, values.correctedAt().atOffset(ZoneOffset.UTC));
                update.setLong(3, values.seq());
                update.setObject(4, values.receivedAt().atOffset(ZoneOffset.UTC));
                update.setString(5, node.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static Map<String, LatestValues> lock(Connection connection, List<String> nodes) throws SQLException {
        Map<String, LatestValues> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getString(1),
                            LatestValues.read(
                                    rows.getString(2),
                                    rows.getObject(3, OffsetDateTime.class).toInstant(),
                                    rows.getLong(4),
                                    rows.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return found;
    }

    private static void add(Connection connection, SortedMap<String, TenantId> missing) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Map.Entry<String, TenantId> node : missing.entrySet()) {
                insert.setString(1, node.getKey());
                insert.setObject(2, node.getValue().value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
