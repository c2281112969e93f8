package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a report says of its time: each good one is kept once, each other refused with its reason, and the outbox empties. */
@QuarkusTest
@TestProfile(TelemetryProfile.class)
class ReportTimesIT {

    private static final MessageCodec CODEC = new MessageCodec();

    @Inject
    TelemetryService service;

    @Inject
    OutboxSyncHandler outbox;

    @Inject
    ScopedTransactions transactions;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private final NodeId node = new NodeId("tim-" + UUID.randomUUID().toString().substring(0, 8));

    @BeforeEach
    void register() {
        TestNodes.insert(databaseUrl, node.value());
    }

    @Test
    void of_good_and_bad_times_in_one_batch_each_good_one_is_kept_and_each_other_refused() {
        deliver(
                now,
                synced(1, now),
                synced(2, Instant.EPOCH),
                synced(3, Instant.parse("2099-01-01T00:00:00Z")),
                "{\"seq\":4,\"sampledAt\":\"" + now + "\",\"clockSynced\":true,\"metrics\":{\"m\":{\"no\":1}}}",
                synced(5, now.minus(30, ChronoUnit.DAYS)),
                synced(6, now.minus(30, ChronoUnit.DAYS).minusMillis(1)),
                synced(7, now.plus(1, ChronoUnit.DAYS)),
                unsynced(8, Instant.EPOCH, 1_000));

        assertThat(kept()).isEqualTo("1,5,7,8");
        assertThat(refused()).isEqualTo("2TIME_OUT_OF_RANGE,3TIME_OUT_OF_RANGE,4BAD_VALUE,6TIME_OUT_OF_RANGE");
        assertThat(committedThrough(8)).isEqualTo(8);
    }

    @Test
    void reports_across_midnight_are_each_of_their_day() {
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        String[] reports = {synced(1, midnight.minusMillis(1)), synced(2, midnight), synced(3, midnight.plusMillis(1))};

        deliver(now, reports);
        deliver(now, reports);

        assertThat(query("select string_agg(seq || to_char(corrected_at at time zone 'UTC', ':DD'), ',' order by seq)"
                        + " from telemetry_report where node_id = '%s'"))
                .isEqualTo("1:%1$s,2:%2$s,3:%2$s".formatted(day(midnight.minusMillis(1)), day(midnight)));
        assertThat(committedThrough(3)).isEqualTo(3);
    }

    @Test
    void a_report_sent_before_and_after_the_clock_was_set_is_kept_once_at_its_first_time() {
        String report = unsynced(1, Instant.EPOCH, 60_000);
        deliver(now, report);
        status("\"bootId\":\"boot-1\",\"clockSynced\":true,\"uptimeMs\":120000,\"sentAt\":\"" + now.plusSeconds(60)
                + "\"");

        deliver(now.plusSeconds(61), report, unsynced(2, Instant.EPOCH, 90_000));

        assertThat(query("select string_agg(seq || ' ' || time_uncertain, ',' order by seq) from telemetry_report"
                        + " where node_id = '%s'"))
                .isEqualTo("1 true,2 false");
        assertThat(query("select max(corrected_at) from telemetry_report where node_id = '%s' and seq = 2"
                        + " and corrected_at = '" + now.plusSeconds(30) + "'"))
                .isNotNull();
        assertThat(committedThrough(2)).isEqualTo(2);
    }

    @Test
    void a_report_that_comes_again_after_its_partition_was_dropped_changes_nothing() {
        Instant old = now.minus(29, ChronoUnit.DAYS);
        query("select make_telemetry_partition('" + old.truncatedTo(ChronoUnit.DAYS) + "'::timestamptz::date)::text");
        deliver(now, synced(1, old), synced(2, now));
        asOwner("drop table telemetry_report_" + old.toString().substring(0, 10).replace("-", ""));

        deliver(now.plus(Duration.ofDays(2)), synced(1, old), synced(3, old));

        assertThat(kept()).isEqualTo("2");
        assertThat(refused()).isEqualTo("3TIME_OUT_OF_RANGE");
        assertThat(committedThrough(3)).isEqualTo(3);
    }

    @Test
    void a_report_of_a_day_without_a_partition_has_a_home() {
        deliver(now, synced(1, now.minus(17, ChronoUnit.DAYS)));

        assertThat(kept()).isEqualTo("1");
    }

    private void deliver(Instant receivedAt, String... reports) {
        String json =
                "{\"v\":1,\"bootId\":\"boot-1\",\"streamId\":\"s\",\"reports\":[" + String.join(",", reports) + "]}";
        try {
            TelemetryBatch batch = CODEC.decode(TelemetryBatch.class, json.getBytes(StandardCharsets.UTF_8));
            service.record(List.of(new Inbound<>(node, Tenants.DEFAULT, batch, receivedAt, Map.of())));
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String synced(long seq, Instant at) {
        return "{\"seq\":%d,\"sampledAt\":\"%s\",\"clockSynced\":true,\"metrics\":{\"m\":1}}".formatted(seq, at);
    }

    private static String unsynced(long seq, Instant at, long uptime) {
        return "{\"seq\":%d,\"sampledAt\":\"%s\",\"uptimeMs\":%d,\"clockSynced\":false,\"metrics\":{\"m\":1}}"
                .formatted(seq, at, uptime);
    }

    private Long committedThrough(long lastSeq) {
        return status("\"outbox\":{\"streamId\":\"s\",\"firstSeq\":1,\"lastSeq\":" + lastSeq + "}")
                .committedThrough();
    }

    private HubSyncDraft status(String fields) {
        try {
            StatusReport status = CODEC.decode(
                    StatusReport.class,
                    ("{\"v\":1,\"event\":\"HEARTBEAT\"," + fields + "}").getBytes(StandardCharsets.UTF_8));
            HubSyncDraft draft = new HubSyncDraft();
            transactions.run(
                    Scope.Tenant.of(Tenants.DEFAULT),
                    () -> outbox.handle(
                            new Inbound<>(node, Tenants.DEFAULT, status, now.plusSeconds(60), Map.of()), draft));
            return draft;
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String day(Instant time) {
        return time.toString().substring(8, 10);
    }

    private String kept() {
        return query("select string_agg(seq::text, ',' order by seq) from telemetry_report where node_id = '%s'");
    }

    private String refused() {
        return query("select string_agg(seq || reason, ',' order by seq) from refused_report where node_id = '%s'");
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(node))) {
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
