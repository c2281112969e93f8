package io.fleethub.hub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.retention.Prunable;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TelemetryProfile.class)
class TelemetryPartitionsIT {

    private static final NodeId NODE = new NodeId("partitioned-1");

    @Inject
    TelemetryPartitions partitions;

    @Inject
    BatchHandler<TelemetryBatch> handler;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant();

    @Test
    void a_days_partition_takes_over_what_came_before_it_was_made() {
        TestNodes.insert(databaseUrl, NODE.value());
        Instant earlier = now.minus(11, ChronoUnit.DAYS);
        String partition = partitionOf(earlier);
        partitions.prune(1_000);
        asOwner("drop table " + partition);
        handler.handle(List.of(new Inbound<>(
                NODE,
                Tenants.DEFAULT,
                TelemetryBatch.of("s", null, List.of(TelemetryReport.of(1L, earlier, null, true, Map.of("m", 1L)))),
                now,
                Map.of())));
        String before = query("select tableoid::regclass from telemetry_report where node_id = 'partitioned-1'");

        partitions.prune(1_000);

        assertThat(before).isEqualTo("telemetry_report_default");
        assertThat(query("select tableoid::regclass from telemetry_report where node_id = 'partitioned-1'"))
                .isEqualTo(partition);
    }

    @Test
    void days_beyond_the_retention_are_dropped_and_days_ahead_are_made() {
        LocalDate old = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(90);
        query("select make_telemetry_partition('" + old + "')");
        String made = query("select to_regclass('" + partitionOf(now.minus(90, ChronoUnit.DAYS)) + "')");

        partitions.prune(1_000);

        assertThat(made).isNotNull();
        assertThat(query("select to_regclass('" + partitionOf(now.minus(90, ChronoUnit.DAYS)) + "')"))
                .isNull();
        assertThat(query("select to_regclass('" + partitionOf(now.plus(3, ChronoUnit.DAYS)) + "')"))
                .isNotNull();
    }

    @Test
    void a_large_partition_goes_at_once_and_its_roll_ups_stay() {
        Instant old = now.minus(60, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
        query("select make_telemetry_partition('" + LocalDate.ofInstant(old, ZoneOffset.UTC) + "')");
        asOwner(
                "insert into telemetry_report (corrected_at, received_at, tenant_id, metric_set_id, time_uncertain, node_id, numbers)"
                        + " select '" + old + "'::timestamptz + n * interval '400 milliseconds', now(), '"
                        + Tenants.DEFAULT
                        + "', 1, false, 'partitioned-2', '{1,2,3,4,5,6,7,8,9,10}' from generate_series(1, 200000) n");
        asOwner(
                "insert into telemetry_daily (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)"
                        + " values ('" + old + "', '" + old + "', 200000, 1, 1, 200000, 1, 1, '" + Tenants.DEFAULT
                        + "', 'partitioned-2')");

        long begun = System.nanoTime();
        Prunable.Pruned pruned = partitions.prune(1_000);
        Log.infof(
                "dropped %d partitions with 200,000 reports in %d ms",
                pruned.rows(), (System.nanoTime() - begun) / 1_000_000);

        assertThat(query("select count(*) from telemetry_report where node_id = 'partitioned-2'"))
                .isEqualTo("0");
        assertThat(query("select samples from telemetry_daily where node_id = 'partitioned-2'"))
                .isEqualTo("200000");
        assertThat(query("select before >= current_date - 32 from telemetry_dropped"))
                .isEqualTo("t");
    }

    @Test
    void a_reader_that_holds_a_partition_does_not_stall_everyone_behind_the_drop() throws SQLException {
        LocalDate old = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(80);
        query("select make_telemetry_partition('" + old + "')");
        try (Connection reader = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from telemetry_report");

            assertThatThrownBy(() -> partitions.prune(1_000)).rootCause().hasMessageContaining("lock timeout");
            reader.rollback();
        }

        partitions.prune(1_000);

        assertThat(query("select to_regclass('" + partitionOf(now.minus(80, ChronoUnit.DAYS)) + "')"))
                .isNull();
    }

    private static String partitionOf(Instant time) {
        return "telemetry_report_" + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void asOwner(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
