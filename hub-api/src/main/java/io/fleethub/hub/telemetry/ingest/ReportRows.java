package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.message.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Inserts kept and refused reports within a transaction. Stateless. */
final class ReportRows {

    private static final int COLUMNS = 13;
    private static final String COPY = """
            COPY telemetry_report (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id, clock_synced,
                time_uncertain, node_id, stream_id, numbers, others) FROM STDIN (FORMAT binary)""";
    private static final String REFUSE = """
            INSERT INTO refused_report (tenant_id, node_id, stream_id, seq, reason, detail, received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    /** A report with the id of its names. */
    record Row(KeptReport report, int metricSetId) {}

    /** A report that will never be kept. */
    record Refused(Entry entry, Reason reason) {}

    private ReportRows() {}

    static void keep(Connection connection, List<Row> rows) throws SQLException {
        BinaryCopy copy = new BinaryCopy();
        rows.forEach(row -> write(copy, row));
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new ByteArrayInputStream(copy.end()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static void write(BinaryCopy copy, Row row) {
        Entry entry = row.report().entry();
        copy.row(COLUMNS)
                .time(row.report().correctedAt())
                .time(entry.receivedAt())
                .time(entry.report().sampledAt())
                .whole(entry.report().seq())
                .whole(entry.report().uptimeMs())
                .uuid(entry.tenantId().value())
                .integer(row.metricSetId())
                .truth(entry.report().clockSynced())
                .truth(row.report().uncertain())
                .text(entry.nodeId().value())
                .text(entry.streamId())
                .numbers(entry.values().numbers())
                .json(entry.values().others());
    }

    static void refuse(Connection connection, List<Refused> refused) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REFUSE)) {
            for (Refused one : refused) {
                Entry entry = one.entry();
                insert.setObject(1, entry.tenantId().value());
                insert.setString(2, entry.nodeId().value());
                insert.setString(3, entry.streamId());
                insert.setObject(4, entry.report().seq(), Types.BIGINT);
                insert.setString(5, one.reason().code());
                insert.setString(6, Optional.ofNullable(one.reason().detail()).orElse(""));
                insert.setObject(7, entry.receivedAt().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
