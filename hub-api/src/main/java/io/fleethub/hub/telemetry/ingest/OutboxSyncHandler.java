package io.fleethub.hub.telemetry.ingest;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.MessageHandler;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Tells a node's outbox what is committed, and remembers what its status says about its boot and its outbox. Runs in the bridge's
 * transaction of the node's tenant; the same status twice writes the same.
 */
@ApplicationScoped
class OutboxSyncHandler implements MessageHandler<StatusReport> {

    private static final int ORDER = 8;
    private static final Duration BELIEVABLE = Duration.ofDays(1);

    private static final String REMEMBER = """
            INSERT INTO telemetry_node AS known (node_id, tenant_id, boot_id, booted_at, stream_id, first_seq)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (node_id) DO UPDATE SET
                boot_id = coalesce(excluded.boot_id, known.boot_id),
                booted_at = coalesce(excluded.booted_at, known.booted_at),
                stream_id = coalesce(excluded.stream_id, known.stream_id),
                first_seq = coalesce(excluded.first_seq, known.first_seq)""";

    private final AgroalDataSource dataSource;

    OutboxSyncHandler(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Class<StatusReport> type() {
        return StatusReport.class;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public void handle(Inbound<StatusReport> inbound, HubSyncDraft reply) {
        StatusReport status = inbound.message();
        if (reply.silent() || status.event() == StatusEvent.DEATH) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            if (!reply.standing().stale()) {
                remember(connection, inbound);
            }
            StatusReport.OutboxState outbox = status.outbox();
            if (outbox != null) {
                SeqSet committed = committed(connection, inbound.nodeId(), outbox.streamId());
                long through = committed.throughFrom(outbox.firstSeq());
                reply.committed(outbox.streamId(), through, committed.above(through, HubSync.MAX_RANGES));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not answer the outbox of " + inbound.nodeId(), e);
        }
    }

    private static void remember(Connection connection, Inbound<StatusReport> inbound) throws SQLException {
        StatusReport status = inbound.message();
        Instant bootedAt = bootedAt(status, inbound.receivedAt());
        StatusReport.OutboxState outbox = status.outbox();
        try (PreparedStatement upsert = connection.prepareStatement(REMEMBER)) {
            upsert.setString(1, inbound.nodeId().value());
            upsert.setObject(2, inbound.tenantId().value());
            upsert.setString(3, bootedAt == null ? null : status.bootId());
            upsert.setObject(4, bootedAt == null ? null : bootedAt.atOffset(ZoneOffset.UTC));
            upsert.setString(5, outbox == null ? null : outbox.streamId());
            upsert.setObject(6, outbox == null ? null : outbox.firstSeq());
            upsert.executeUpdate();
        }
    }

    /** Only a synced clock tells, and only one that is not absurd. */
    private static @Nullable Instant bootedAt(StatusReport status, Instant receivedAt) {
        Instant sentAt = status.sentAt();
        Long uptime = status.uptimeMs();
        if (!Boolean.TRUE.equals(status.clockSynced()) || sentAt == null || uptime == null || status.bootId() == null) {
            return null;
        }
        boolean believable = Duration.between(sentAt, receivedAt).abs().compareTo(BELIEVABLE) <= 0;
        return believable
                ? sentAt.minusMillis(Math.min(uptime, Duration.ofDays(36_500).toMillis()))
                : null;
    }

    private static SeqSet committed(Connection connection, NodeId node, String stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT committed::text FROM telemetry_stream WHERE node_id = ? AND stream_id = ?")) {
            select.setString(1, node.value());
            select.setString(2, stream);
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    return SeqSet.parse(rows.getString(1));
                }
            }
        }
        // It is new, or the node may not open it; then what was refused for that counts as committed.
        return StreamLocks.refused(connection, new StreamKey(node, stream));
    }
}
