package io.fleethub.hub.telemetry.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the latest status of a node says that telemetry needs.
 *
 * @param boot when the current boot began, if a synced clock told
 * @param streamId the outbox's stream
 * @param firstSeq what the outbox still holds begins here; below it was dropped
 */
record NodeFacts(ReportTime.@Nullable Boot boot, @Nullable String streamId, long firstSeq) {

    /**
     * Keeps nodes from being decommissioned until the transaction ends, so that nothing is kept of a node whose rows were erased.
     *
     * @return those that there are; one that is missing is gone, or just going
     */
    static Map<String, NodeFacts> hold(Connection connection, Collection<String> nodes) throws SQLException {
        Map<String, NodeFacts> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT held.node_id, boot_id, booted_at, stream_id, first_seq FROM hold_nodes(?) AS held (node_id)"
                        + " LEFT JOIN telemetry_node USING (node_id)")) {
            select.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String bootId = rows.getString(2);
                    OffsetDateTime bootedAt = rows.getObject(3, OffsetDateTime.class);
                    ReportTime.Boot boot = bootId == null || bootedAt == null
                            ? null
                            : new ReportTime.Boot(bootId, bootedAt.toInstant());
                    found.put(rows.getString(1), new NodeFacts(boot, rows.getString(4), rows.getLong(5)));
                }
            }
        }
        return found;
    }

    /** The outbox's first seq, if the outbox is of this stream. */
    Optional<Long> firstSeqOf(String stream) {
        return stream.equals(streamId) ? Optional.of(firstSeq) : Optional.empty();
    }
}
