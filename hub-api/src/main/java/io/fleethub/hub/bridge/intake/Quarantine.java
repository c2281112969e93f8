package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.bridge.mqtt.Received;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.topic.Address;
import io.fleethub.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what can never be handled: its first 4 KiB, its hash and the reason; the same content of a node again only counts up. Of each
 * node the newest rows are kept. Thread-safe; each call is a transaction of its own.
 */
public final class Quarantine {

    private static final Logger LOG = Logger.getLogger(Quarantine.class);
    static final int HEAD_BYTES = 4096;
    private static final int TEXT = 1000;

    private static final String KEEP = """
            INSERT INTO quarantined_message
                (node_id, tenant_id, topic, reason, detail, bytes, sha256, head, first_received_at, last_received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (node_id, sha256, reason) DO UPDATE
            SET occurrences = quarantined_message.occurrences + 1, last_received_at = excluded.last_received_at""";
    private static final String TRIM = """
            DELETE FROM quarantined_message
            WHERE node_id = ? AND id <= (
                SELECT id FROM quarantined_message WHERE node_id = ? ORDER BY id DESC OFFSET ? LIMIT 1)""";

    private final DataSource ingest;
    private final int rowsOfNode;
    private final MeterRegistry metrics;

    public Quarantine(DataSource ingest, int rowsOfNode, MeterRegistry metrics) {
        this.ingest = ingest;
        this.rowsOfNode = rowsOfNode;
        this.metrics = metrics;
    }

    /** The reason for a failure that no try will mend. */
    static Reading.Poison poison(@Nullable TenantId tenant, RuntimeException failure) {
        if (failure instanceof QuarantineException named) {
            return new Reading.Poison(tenant, named.reason(), String.valueOf(named.getMessage()));
        }
        Throwable root = Persistence.root(failure);
        boolean values = root instanceof SQLException;
        return new Reading.Poison(tenant, values ? ReasonCode.BAD_VALUE : ReasonCode.INTERNAL, String.valueOf(root));
    }

    void keep(Received received, Reading.Poison poison) {
        String node = Topics.parse(received.topic())
                .flatMap(Address::nodeId)
                .map(Object::toString)
                .orElse("");
        try (Connection connection = ingest.getConnection()) {
            connection.setAutoCommit(false);
            try {
                insert(connection, node, received, poison);
                trim(connection, node);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not quarantine a message of node " + node, e);
        }
        metrics.counter("fleet_bridge_quarantined", "reason", poison.reason().name())
                .increment();
        LOG.warnf(
                "quarantined: nodeId=%s reason=%s bytes=%d %s",
                node, poison.reason(), received.wholeBytes(), clean(poison.detail()));
    }

    private static void insert(Connection connection, String node, Received received, Reading.Poison poison)
            throws SQLException {
        byte[] payload = received.payload();
        OffsetDateTime at = received.receivedAt().atOffset(ZoneOffset.UTC);
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setString(1, node);
            insert.setObject(
                    2,
                    Optional.ofNullable(poison.tenantId()).map(TenantId::value).orElse(null));
            insert.setString(3, clean(received.topic()));
            insert.setString(4, poison.reason().name());
            insert.setString(5, clean(poison.detail()));
            insert.setInt(6, received.wholeBytes());
            insert.setBytes(7, received.wholeSha256());
            insert.setBytes(8, Arrays.copyOf(payload, Math.min(payload.length, HEAD_BYTES)));
            insert.setObject(9, at);
            insert.setObject(10, at);
            insert.executeUpdate();
        }
    }

    private void trim(Connection connection, String node) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(TRIM)) {
            delete.setString(1, node);
            delete.setString(2, node);
            delete.setInt(3, rowsOfNode);
            delete.executeUpdate();
        }
    }

    /** What the database takes as text: no NUL, and not without end. */
    private static String clean(String text) {
        String kept = text.replace('\u0000', '?');
        return kept.length() <= TEXT ? kept : kept.substring(0, TEXT);
    }
}
