package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Locks the streams of a batch within a transaction and writes them back. Always in the order of their keys, so that two transactions
 * never wait for each other. Stateless.
 */
final class StreamLocks {

    private static final String LOCK = """
            SELECT s.node_id, s.stream_id, s.committed::text
            FROM unnest(?::text[], ?::text[]) AS k (node_id, stream_id)
            JOIN telemetry_stream s ON s.node_id = k.node_id AND s.stream_id = k.stream_id
            ORDER BY s.node_id COLLATE "C", s.stream_id COLLATE "C" FOR UPDATE OF s""";
    private static final String ADD = """
            INSERT INTO telemetry_stream (node_id, stream_id, tenant_id)
            SELECT * FROM unnest(?::text[], ?::text[], ?::uuid[])
            ON CONFLICT DO NOTHING""";
    private static final String COUNT =
            "SELECT node_id, count(*) FROM telemetry_stream WHERE node_id = ANY (?) GROUP BY node_id";
    private static final String REFUSED =
            "SELECT seq FROM refused_report WHERE node_id = ? AND stream_id = ? AND reason = 'QUOTA_EXCEEDED'";
    private static final String WIDEN = """
            UPDATE telemetry_stream s SET committed = k.committed::int8multirange, used_at = now()
            FROM unnest(?::text[], ?::text[], ?::text[]) AS k (node_id, stream_id, committed)
            WHERE s.node_id = k.node_id AND s.stream_id = k.stream_id""";

    private StreamLocks() {}

    /**
     * What each stream holds.
     *
     * @param closed streams that the node may not open, having too many; they hold what was refused for that, and have no row
     */
    record Locked(Map<StreamKey, SeqSet> streams, Set<StreamKey> closed) {}

    /** A stream that is new holds nothing, and its row is there now. */
    static Locked lock(Connection connection, SortedMap<StreamKey, TenantId> wanted, int mostOfNode)
            throws SQLException {
        if (wanted.isEmpty()) {
            return new Locked(new TreeMap<>(), Set.of());
        }
        Map<StreamKey, SeqSet> found = select(connection, List.copyOf(wanted.keySet()));
        SortedMap<StreamKey, TenantId> missing = new TreeMap<>(wanted);
        missing.keySet().removeAll(found.keySet());
        Set<StreamKey> closed = new TreeSet<>();
        if (!missing.isEmpty()) {
            closed.addAll(tooMany(connection, missing.keySet(), mostOfNode));
            missing.keySet().removeAll(closed);
        }
        if (!missing.isEmpty()) {
            add(connection, missing);
            found.putAll(select(connection, List.copyOf(missing.keySet())));
        }
        for (StreamKey key : closed) {
            found.put(key, refused(connection, key));
        }
        return new Locked(found, closed);
    }

    private static Set<StreamKey> tooMany(Connection connection, Set<StreamKey> missing, int most) throws SQLException {
        Map<String, Integer> open = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setArray(1, nodes(connection, List.copyOf(missing)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    open.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        Set<StreamKey> tooMany = new TreeSet<>();
        for (StreamKey key : missing) {
            if (open.merge(key.nodeId().value(), 1, Integer::sum) > most) {
                tooMany.add(key);
            }
        }
        return tooMany;
    }

    /** What counts as committed of a stream that may not be opened. */
    static SeqSet refused(Connection connection, StreamKey key) throws SQLException {
        SeqSet refused = new SeqSet();
        try (PreparedStatement select = connection.prepareStatement(REFUSED)) {
            select.setString(1, key.nodeId().value());
            select.setString(2, key.streamId());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    refused.add(rows.getLong(1));
                }
            }
        }
        return refused;
    }

    static void widen(Connection connection, Map<StreamKey, SeqSet> changed) throws SQLException {
        List<StreamKey> keys = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        changed.forEach((key, set) -> {
            keys.add(key);
            sets.add(set.toString());
        });
        try (PreparedStatement update = connection.prepareStatement(WIDEN)) {
            update.setArray(1, nodes(connection, keys));
            update.setArray(2, streams(connection, keys));
            update.setArray(3, text(connection, sets));
            update.executeUpdate();
        }
    }

    private static Map<StreamKey, SeqSet> select(Connection connection, List<StreamKey> keys) throws SQLException {
        Map<StreamKey, SeqSet> found = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setArray(1, nodes(connection, keys));
            select.setArray(2, streams(connection, keys));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new StreamKey(new NodeId(rows.getString(1)), rows.getString(2)),
                            SeqSet.parse(rows.getString(3)));
                }
            }
        }
        return found;
    }

    private static void add(Connection connection, SortedMap<StreamKey, TenantId> missing) throws SQLException {
        List<StreamKey> keys = List.copyOf(missing.keySet());
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setArray(1, nodes(connection, keys));
            insert.setArray(2, streams(connection, keys));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid",
                            missing.values().stream().map(TenantId::value).toArray()));
            insert.executeUpdate();
        }
    }

    private static Array nodes(Connection connection, List<StreamKey> keys) throws SQLException {
        return text(connection, keys.stream().map(key -> key.nodeId().value()).toList());
    }

    private static Array streams(Connection connection, List<StreamKey> keys) throws SQLException {
        return text(connection, keys.stream().map(StreamKey::streamId).toList());
    }

    private static Array text(Connection connection, List<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
