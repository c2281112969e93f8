package io.fleethub.hub.nodes.presence;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.StatusReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The columns of {@code node_presence} that hold what a node said of itself, in the caller's transaction and scope. */
@ApplicationScoped
class StatusDetailsRepository {

    /**
     * The first line is read from a BIRTH only: what it leaves out is not known any more. The rest may be all that the session tells
     * of it, so it is taken even from a BIRTH that a heartbeat overtook.
     */
    private static final String BIRTH = """
            update node_presence set born_at = ?, hostname = ?, os = ?::jsonb, addresses = ?::jsonb,
                capabilities = ?::jsonb, trusted_kids = ?::jsonb,
                agent_version = coalesce(?, agent_version), boot_id = coalesce(?, boot_id),
                releases = coalesce(?::jsonb, releases), services = coalesce(?::jsonb, services),
                config = coalesce(?::jsonb, config)
            where node_id = ?""";

    /** What a report leaves out stays as it was. */
    private static final String SIGN = """
            update node_presence set status_received_at = ?, status_sent_at = ?,
                clock_readings = ?::jsonb, clock_drift_ms = ?, clock_at = case when ? then ? else clock_at end,
                remote_address = coalesce(?, remote_address),
                uptime_ms = coalesce(?, uptime_ms), clock_synced = coalesce(?, clock_synced),
                outbox = coalesce(?::jsonb, outbox), errors = coalesce(?::jsonb, errors),
                agent_version = coalesce(?, agent_version), boot_id = coalesce(?, boot_id),
                releases = coalesce(?::jsonb, releases), services = coalesce(?::jsonb, services),
                config = coalesce(?::jsonb, config)
            where node_id = ?""";

    private static final String QUOTA =
            "update node_presence set quota_exceeded_at = ?, quota_refused = ? where node_id = ?";

    private final DataSource dataSource;

    StatusDetailsRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What a BIRTH tells, whenever it comes. */
    void saveBirth(NodeId nodeId, StatusDetails details) {
        Sql.update(dataSource, BIRTH, statement -> {
            Sql.setInstant(statement, 1, details.receivedAt());
            statement.setString(2, details.report().hostname());
            statement.setString(3, details.part("os"));
            statement.setString(4, details.part("addresses"));
            statement.setString(5, details.part("capabilities"));
            statement.setString(6, details.part("trustedKids"));
            bindLasting(statement, 7, details);
            statement.setString(12, nodeId.value());
        });
    }

    /** What the latest sign of life tells. */
    void saveSign(NodeId nodeId, StatusDetails details, ClockReadings clock) {
        Sql.update(dataSource, SIGN, statement -> {
            StatusReport report = details.report();
            Sql.setInstant(statement, 1, details.receivedAt());
            Sql.setInstant(statement, 2, report.sentAt());
            statement.setString(3, NodeMemory.write(clock));
            OptionalLong drift = clock.driftMillis();
            Sql.setLong(statement, 4, drift.isPresent() ? drift.getAsLong() : null);
            statement.setBoolean(5, report.sentAt() != null);
            Sql.setInstant(statement, 6, details.receivedAt());
            statement.setString(7, details.remoteAddress());
            Sql.setLong(statement, 8, report.uptimeMs());
            statement.setObject(9, report.clockSynced(), Types.BOOLEAN);
            statement.setString(10, details.part("outbox"));
            statement.setString(11, details.part("errors"));
            bindLasting(statement, 12, details);
            statement.setString(17, nodeId.value());
        });
        Integer refused = details.quotaRefused();
        if (refused != null) {
            Sql.update(dataSource, QUOTA, statement -> {
                Sql.setInstant(statement, 1, details.receivedAt());
                statement.setInt(2, refused);
                statement.setString(3, nodeId.value());
            });
        }
    }

    /** When the broker last slowed or refused the node; empty when it never did. */
    Optional<QuotaExceeded> quota(NodeId nodeId) {
        return Sql.list(
                        dataSource,
                        "select quota_exceeded_at, quota_refused from node_presence"
                                + " where node_id = ? and quota_exceeded_at is not null",
                        statement -> statement.setString(1, nodeId.value()),
                        QuotaExceeded::of)
                .stream()
                .findFirst();
    }

    /** What seldom changes within a session. */
    private static void bindLasting(PreparedStatement statement, int first, StatusDetails details) throws SQLException {
        statement.setString(first, details.report().agentVersion());
        statement.setString(first + 1, details.report().bootId());
        statement.setString(first + 2, details.part("releases"));
        statement.setString(first + 3, details.part("services"));
        statement.setString(first + 4, details.part("config"));
    }
}
