package io.fleethub.hub.telemetry.ingest;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves {@code telemetry_newest} on within a transaction: one statement, which compares where the rows are, so that nothing is read
 * before. Always in the order of the keys, so that two transactions never wait for each other. Stateless.
 */
final class NewestRows {

    /** Sets of names kept of one node: who invents names loses the oldest. */
    static final int MAX_SETS = 128;

    private static final String MOVE_ON = """
            INSERT INTO telemetry_newest AS t
                (node_id, metric_set_id, others_sha256, tenant_id, corrected_at, seq, received_at, numbers, others)
            SELECT k.node_id, k.metric_set_id, k.others_sha256, k.tenant_id,
                timestamptz 'epoch' + k.corrected * interval '1 microsecond', k.seq,
                timestamptz 'epoch' + k.received * interval '1 microsecond', k.numbers::float8[], k.others::jsonb
            FROM unnest(?::text[], ?::integer[], ?::bytea[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                AS k (node_id, metric_set_id, others_sha256, tenant_id, corrected, seq, received, numbers, others)
            ON CONFLICT (node_id, metric_set_id, others_sha256) DO UPDATE SET corrected_at = EXCLUDED.corrected_at,
                seq = EXCLUDED.seq, received_at = EXCLUDED.received_at, numbers = EXCLUDED.numbers, others = EXCLUDED.others
                WHERE (t.corrected_at, t.seq) <= (EXCLUDED.corrected_at, EXCLUDED.seq)
            RETURNING CASE WHEN t.xmax = 0 THEN t.node_id END""";
    private static final String FORGET = """
            DELETE FROM telemetry_newest t USING (
                SELECT node_id, metric_set_id, others_sha256,
                    row_number() OVER (PARTITION BY node_id ORDER BY corrected_at DESC, seq DESC) AS place
                FROM telemetry_newest WHERE node_id = ANY (?)) AS old
            WHERE old.place > ? AND t.node_id = old.node_id AND t.metric_set_id = old.metric_set_id
                AND t.others_sha256 = old.others_sha256""";

    /** What a row is found by, in the order in which rows are locked. */
    private record Key(String nodeId, int metricSetId, String othersHash) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::nodeId)
                .thenComparingInt(Key::metricSetId)
                .thenComparing(Key::othersHash);

        static Key of(ReportRows.Row row) {
            Entry entry = row.report().entry();
            return new Key(
                    entry.nodeId().value(), row.metricSetId(), entry.values().othersHash());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private NewestRows() {}

    /** Reports that may not become the latest are not to be among the rows. */
    static void moveOn(Connection connection, List<ReportRows.Row> rows) throws SQLException {
        SortedMap<Key, ReportRows.Row> newest = new TreeMap<>();
        for (ReportRows.Row row : rows) {
            newest.merge(Key.of(row), row, (known, next) -> isNewer(next, known) ? next : known);
        }
        if (newest.isEmpty()) {
            return;
        }
        Set<String> grown = write(connection, newest);
        if (!grown.isEmpty()) {
            forget(connection, grown);
        }
    }

    /** On equal time and seq the later arrival wins, which matters only to reports without a seq. */
    private static boolean isNewer(ReportRows.Row next, ReportRows.Row known) {
        int time = next.report().correctedAt().compareTo(known.report().correctedAt());
        return time != 0 ? time > 0 : seq(next) >= seq(known);
    }

    private static long seq(ReportRows.Row row) {
        Long seq = row.report().entry().report().seq();
        return seq == null ? 0 : seq;
    }

    /** @return the nodes that have a set of names they did not have before */
    private static Set<String> write(Connection connection, SortedMap<Key, ReportRows.Row> newest) throws SQLException {
        Set<String> grown = new LinkedHashSet<>();
        Collection<ReportRows.Row> rows = newest.values();
        try (PreparedStatement move = connection.prepareStatement(MOVE_ON)) {
            move.setArray(1, array(connection, "text", newest.keySet(), Key::nodeId));
            move.setArray(2, array(connection, "int4", newest.keySet(), Key::metricSetId));
            move.setArray(3, array(connection, "text", newest.keySet(), key -> "\\x" + key.othersHash()));
            move.setArray(
                    4,
                    array(
                            connection,
                            "uuid",
                            rows,
                            row -> row.report().entry().tenantId().value()));
            move.setArray(
                    5,
                    array(
                            connection,
                            "int8",
                            rows,
                            row -> BinaryCopy.micros(row.report().correctedAt())));
            move.setArray(6, array(connection, "int8", rows, NewestRows::seq));
            move.setArray(
                    7,
                    array(
                            connection,
                            "int8",
                            rows,
                            row -> BinaryCopy.micros(row.report().entry().receivedAt())));
            move.setArray(8, array(connection, "text", rows, NewestRows::numbers));
            move.setArray(
                    9,
                    array(
                            connection,
                            "text",
                            rows,
                            row -> row.report().entry().values().others()));
            try (ResultSet moved = move.executeQuery()) {
                while (moved.next()) {
                    String node = moved.getString(1);
                    if (node != null) {
                        grown.add(node);
                    }
                }
            }
        }
        return grown;
    }

    private static void forget(Connection connection, Set<String> nodes) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            forget.setInt(2, MAX_SETS);
            forget.executeUpdate();
        }
    }

    /** PostgreSQL's text of an array: arrays of arrays of different lengths cannot be passed. */
    private static String numbers(ReportRows.Row row) {
        StringBuilder text = new StringBuilder("{");
        for (double number : row.report().entry().values().numbers()) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append(number);
        }
        return text.append('}').toString();
    }

    private static <T> Array array(
            Connection connection, String type, Collection<T> from, Function<T, @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, from.stream().map(value).toArray());
    }
}
