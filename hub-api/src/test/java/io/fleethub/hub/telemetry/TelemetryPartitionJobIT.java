package io.fleethub.hub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
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
class TelemetryPartitionJobIT {

    private static final NodeId NODE = new NodeId("partitioned-1");

    @Inject
    TelemetryPartitionJob job;

    @Inject
    BatchHandler<TelemetryBatch> handler;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant();

    @Test
    void a_days_partition_takes_over_what_came_before_it_was_made() {
        Instant earlier = now.minus(11, ChronoUnit.DAYS);
        String partition = partitionOf(earlier);
        job.tend();
        asOwner("drop table " + partition);
        handler.handle(List.of(new Inbound<>(
                NODE,
                Tenants.DEFAULT,
                TelemetryBatch.of("s", null, List.of(TelemetryReport.of(1L, earlier, null, true, Map.of("m", 1L)))),
                now,
                Map.of())));
        String before = query("select tableoid::regclass from telemetry_report where node_id = 'partitioned-1'");

        job.tend();

        assertThat(before).isEqualTo("telemetry_report_default");
        assertThat(query("select tableoid::regclass from telemetry_report where node_id = 'partitioned-1'"))
                .isEqualTo(partition);
    }

    @Test
    void days_beyond_the_retention_are_dropped_and_days_ahead_are_made() {
        LocalDate old = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(90);
        query("select make_telemetry_partition('" + old + "')");
        String made = query("select to_regclass('" + partitionOf(now.minus(90, ChronoUnit.DAYS)) + "')");

        job.tend();

        assertThat(made).isNotNull();
        assertThat(query("select to_regclass('" + partitionOf(now.minus(90, ChronoUnit.DAYS)) + "')"))
                .isNull();
        assertThat(query("select to_regclass('" + partitionOf(now.plus(3, ChronoUnit.DAYS)) + "')"))
                .isNotNull();
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
