package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.retention.Prunable;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.SeqRange;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LimitsIT.Profile.class)
class LimitsIT {

    public static class Profile extends TelemetryProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("fleet.telemetry.max-streams", "2");
            overrides.put("fleet.telemetry.max-metric-sets", "3");
            overrides.put("fleet.telemetry.max-metric-names", "5");
            overrides.put("fleet.telemetry.max-ranges", "64");
            return overrides;
        }
    }

    private static final MessageCodec CODEC = new MessageCodec();

    @Inject
    TelemetryService service;

    @Inject
    OutboxSyncHandler outbox;

    @Inject
    ScopedTransactions transactions;

    @Inject
    @Any
    Instance<Prunable> prunables;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant();
    private final NodeId node = new NodeId("lim-" + UUID.randomUUID().toString().substring(0, 8));

    @BeforeEach
    void register() {
        TestNodes.insert(databaseUrl, node.value());
    }

    @Test
    void one_stream_too_many_is_refused_once_and_counts_as_committed() {
        keep("a", report(1, "m"));
        keep("b", report(1, "m"));

        keep("c", report(1, "m"), report(2, "m"), report(5, "m"));
        keep("c", report(1, "m"), report(2, "m"));
        keep("b", report(2, "m"));

        assertThat(kept()).isEqualTo("a1 b1 b2");
        assertThat(refused()).isEqualTo("c1QUOTA_EXCEEDED c2QUOTA_EXCEEDED c5QUOTA_EXCEEDED");
        assertThat(query("select count(*) from telemetry_stream where node_id = '%s'"))
                .isEqualTo("2");
        HubSyncDraft answer = status("c", 1, 9);
        assertThat(answer.committedThrough()).isEqualTo(2);
        assertThat(answer.ranges()).containsExactly(new SeqRange(5, 5));
    }

    @Test
    void a_stream_that_was_not_used_for_long_makes_room_for_another() {
        keep("a", report(1, "m"));
        keep("b", report(1, "m"));
        asOwner(
                "update telemetry_stream set used_at = now() - interval '91 days' where node_id = '%s' and stream_id = 'a'");

        prunables.forEach(prunable -> prunable.prune(100));
        keep("c", report(1, "m"));

        assertThat(kept()).isEqualTo("a1 b1 c1");
    }

    @Test
    void sets_of_names_beyond_the_limit_are_refused_and_known_ones_are_not() {
        keep("a", report(1, "m"), report(2, "n"), report(3, "m", "n"));

        keep("a", report(4, "m", "o"), report(5, "m"), report(6, "n", "m"), report(7, "p"));

        assertThat(kept()).isEqualTo("a1 a2 a3 a5 a6");
        assertThat(refused()).isEqualTo("a4QUOTA_EXCEEDED a7QUOTA_EXCEEDED");
        assertThat(status("a", 1, 7).committedThrough()).isEqualTo(7);
        assertThat(query("select count(*) from metric_name where name in ('o', 'p')"))
                .isEqualTo("0");
    }

    @Test
    void more_names_than_a_node_may_use_are_refused() {
        keep("a", report(1, "m1", "m2", "m3", "m4"));

        keep("a", report(2, "m4", "m5", "m6"), report(3, "m4", "m5"));

        assertThat(kept()).isEqualTo("a1 a3");
        assertThat(refused()).isEqualTo("a2QUOTA_EXCEEDED");
    }

    @Test
    void names_that_a_node_no_longer_uses_make_room_for_others() {
        keep("a", report(1, "m1", "m2", "m3", "m4"));
        asOwner("update node_metric_set set used_on = current_date - 40 where node_id = '%s'");

        prunables.forEach(prunable -> prunable.prune(100));
        keep("a", report(2, "n1", "n2", "n3", "n4"));

        assertThat(kept()).isEqualTo("a1 a2");
    }

    @Test
    void a_report_that_would_make_one_hole_too_many_waits_until_others_are_filled() {
        keep(
                "a",
                LongStream.rangeClosed(1, 64).mapToObj(i -> report(2 * i, "m")).toArray(TelemetryReport[]::new));

        keep("a", report(200, "m"));
        HubSyncDraft before = status("a", 1, 200);
        keep("a", report(3, "m"));
        keep("a", report(200, "m"));

        assertThat(before.committedThrough()).isZero();
        assertThat(query("select count(*), bool_or(seq = 200) from telemetry_report where node_id = '%s'"))
                .isEqualTo("66 t");
        assertThat(refused()).isEmpty();
    }

    @Test
    void holes_in_what_the_node_has_dropped_are_forgotten() {
        keep(
                "a",
                LongStream.rangeClosed(1, 64).mapToObj(i -> report(2 * i, "m")).toArray(TelemetryReport[]::new));
        status("a", 101, 200);

        keep("a", report(200, "m"));

        assertThat(query("select committed from telemetry_stream where node_id = '%s'"))
                .startsWith("{[1,101),[102,103),")
                .endsWith("[200,201)}");
    }

    private void keep(String stream, TelemetryReport... reports) {
        service.record(List.of(new Inbound<>(
                node, Tenants.DEFAULT, TelemetryBatch.of(stream, null, List.of(reports)), now, Map.of())));
    }

    private TelemetryReport report(long seq, String... names) {
        return TelemetryReport.of(
                seq, now, null, true, Arrays.stream(names).collect(Collectors.toMap(name -> name, name -> seq)));
    }

    private HubSyncDraft status(String stream, long firstSeq, long lastSeq) {
        String json =
                "{\"v\":1,\"event\":\"HEARTBEAT\",\"outbox\":{\"streamId\":\"%s\",\"firstSeq\":%d,\"lastSeq\":%d}}"
                        .formatted(stream, firstSeq, lastSeq);
        try {
            StatusReport status = CODEC.decode(StatusReport.class, json.getBytes(StandardCharsets.UTF_8));
            HubSyncDraft draft = new HubSyncDraft();
            transactions.run(
                    Scope.Tenant.of(Tenants.DEFAULT),
                    () -> outbox.handle(new Inbound<>(node, Tenants.DEFAULT, status, now, Map.of()), draft));
            return draft;
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String kept() {
        return query(
                "select string_agg(stream_id || seq, ' ' order by stream_id, seq) from telemetry_report where node_id = '%s'");
    }

    private String refused() {
        return query("select coalesce(string_agg(stream_id || seq || reason, ' ' order by stream_id, seq), '')"
                + " from refused_report where node_id = '%s'");
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(node))) {
            rows.next();
            return rows.getMetaData().getColumnCount() == 1
                    ? rows.getString(1)
                    : rows.getString(1) + " " + rows.getString(2);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void asOwner(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(node));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
