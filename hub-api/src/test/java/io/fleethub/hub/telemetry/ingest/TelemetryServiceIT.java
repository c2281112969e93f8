package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.SeqRange;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TelemetryServiceIT {

    private static final TenantId TENANT = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
    private static final MessageCodec CODEC = new MessageCodec();

    @Inject
    TelemetryService service;

    @Inject
    OutboxSyncHandler outbox;

    @Inject
    ScopedTransactions transactions;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
    private final NodeId node = new NodeId("t-" + UUID.randomUUID().toString().substring(0, 8));

    @BeforeEach
    void register() {
        TestNodes.insert(databaseUrl, node.value());
    }

    @Test
    void a_batch_delivered_twice_is_kept_once() {
        Inbound<TelemetryBatch> batch = batch("s", report(1, now), report(2, now), report(3, now));

        service.record(List.of(batch));
        service.record(List.of(batch, batch));

        assertThat(query("select count(*), count(distinct seq), max(seq) from telemetry_report where node_id = '%s'"))
                .isEqualTo("3 3 3");
        assertThat(query("select committed from telemetry_stream where node_id = '%s'"))
                .isEqualTo("{[1,4)}");
    }

    @Test
    void batches_that_are_cut_anew_add_only_what_is_new() {
        service.record(List.of(batch("s", report(1, now), report(2, now))));

        service.record(List.of(batch("s", report(2, now), report(3, now)), batch("s", report(7, now))));

        assertThat(query("select string_agg(seq::text, ',' order by seq) from telemetry_report where node_id = '%s'"))
                .isEqualTo("1,2,3,7");
    }

    @Test
    void a_transaction_that_ends_in_the_middle_leaves_nothing_and_the_repeat_all() {
        Inbound<TelemetryBatch> batch = batch("s", report(1, now), report(2, now));
        asOwner(
                "create function fail_%1$s() returns trigger language plpgsql as 'begin raise exception ''killed''; end'");
        asOwner("create trigger fail_%1$s before insert on telemetry_newest for each row"
                + " when (new.node_id = '%2$s') execute function fail_%1$s()");
        assertThatThrownBy(() -> service.record(List.of(batch))).rootCause().hasMessageContaining("killed");
        String afterFailure = query("select (select count(*) from telemetry_report where node_id = '%1$s'),"
                + " (select count(*) from telemetry_stream where node_id = '%1$s')");
        asOwner("drop trigger fail_%1$s on telemetry_newest");

        service.record(List.of(batch));

        assertThat(afterFailure).isEqualTo("0 0");
        assertThat(query("select count(*) from telemetry_report where node_id = '%s'"))
                .isEqualTo("2");
    }

    @Test
    void the_same_batch_on_two_threads_is_kept_once() {
        List<Inbound<TelemetryBatch>> batch = List.of(batch(
                "s",
                LongStream.rangeClosed(1, 200).mapToObj(seq -> report(seq, now)).toArray(String[]::new)));

        List<CompletableFuture<Void>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> service.record(batch)))
                .toList();
        runs.forEach(CompletableFuture::join);

        assertThat(query("select count(*), count(distinct seq) from telemetry_report where node_id = '%s'"))
                .isEqualTo("200 200");
    }

    @Test
    void one_bad_report_is_refused_with_its_reason_and_the_good_ones_are_kept() {
        service.record(List.of(batch(
                "s",
                report(1, now),
                "{\"seq\":2,\"sampledAt\":\"" + now + "\",\"clockSynced\":true,\"metrics\":{\"m\":[1]}}",
                report(3, Instant.parse("2099-01-01T00:00:00Z")),
                report(4, now))));

        assertThat(query("select string_agg(seq::text, ',' order by seq) from telemetry_report where node_id = '%s'"))
                .isEqualTo("1,4");
        assertThat(query("select string_agg(seq || reason, ',' order by seq) from refused_report where node_id = '%s'"))
                .isEqualTo("2BAD_VALUE,3TIME_OUT_OF_RANGE");
        assertThat(query("select committed from telemetry_stream where node_id = '%s'"))
                .isEqualTo("{[1,5)}");
    }

    @Test
    void a_refused_report_delivered_twice_is_recorded_once() {
        Inbound<TelemetryBatch> batch = batch("s", report(1, Instant.parse("2099-01-01T00:00:00Z")));

        service.record(List.of(batch));
        service.record(List.of(batch));

        assertThat(query("select count(*) from refused_report where node_id = '%s'"))
                .isEqualTo("1");
    }

    @Test
    void text_truth_and_large_numbers_are_kept_as_they_are() {
        service.record(List.of(batch(
                "s",
                "{\"seq\":1,\"sampledAt\":\"" + now + "\",\"clockSynced\":true,\"metrics\":"
                        + "{\"b.on\":true,\"c.text\":\"hé\",\"a.num\":1.5,\"d.big\":9007199254740993,\"e.int\":-3}}")));

        assertThat(query("select numbers, others->>'b.on', others->>'c.text', others->>'d.big' from telemetry_report"
                        + " where node_id = '%s'"))
                .isEqualTo("{1.5,-3} true hé 9007199254740993");
        assertThat(
                        query(
                                "select names from telemetry_report join metric_set using (metric_set_id) where node_id = '%s'"))
                .isEqualTo("{a.num,e.int}");
    }

    @Test
    void a_node_in_1970_is_kept_with_the_time_of_receipt() {
        service.record(List.of(batch("s", unsynced(1, Instant.EPOCH, 5_000))));

        assertThat(query("select time_uncertain, corrected_at = received_at, sampled_at = 'epoch' from telemetry_report"
                        + " where node_id = '%s'"))
                .isEqualTo("t t t");
    }

    @Test
    void a_status_with_a_synced_clock_corrects_the_reports_of_its_boot() {
        status("\"bootId\":\"boot-1\",\"clockSynced\":true,\"uptimeMs\":60000,\"sentAt\":\"" + now + "\"");

        service.record(List.of(batch("s", unsynced(1, Instant.EPOCH, 10_000))));

        assertThat(query(
                        "select time_uncertain, extract(epoch from received_at - corrected_at)::int from telemetry_report"
                                + " where node_id = '%s'"))
                .isEqualTo("f 50");
    }

    @Test
    void latest_never_goes_back_whatever_arrives_late() {
        service.record(List.of(batch("s", report(5, now, "\"m\":5,\"only.early\":1"))));

        service.record(List.of(batch("s", report(6, now.minusSeconds(60), "\"m\":6,\"only.late\":2"))));
        service.record(List.of(batch("s", report(7, now, "\"m\":7"))));
        service.record(List.of(batch("s", report(4, now, "\"m\":4"))));

        assertThat(query("select metrics->'m'->>0, metrics->'only.early'->>0, metrics->'only.late'->>0, seq"
                        + " from telemetry_latest where node_id = '%s'"))
                .isEqualTo("7 1 2 7");
    }

    @Test
    void of_equal_times_the_greater_seq_is_the_latest() {
        service.record(List.of(batch("s", report(2, now, "\"m\":2"))));

        service.record(List.of(batch("s", report(1, now, "\"m\":1"))));

        assertThat(query("select metrics->'m'->>0, metrics->'m'->>2 from telemetry_latest where node_id = '%s'"))
                .isEqualTo("2 2");
    }

    @Test
    void a_metric_that_comes_with_other_names_beside_it_has_its_newest_value() {
        service.record(List.of(batch("s", report(1, now.minusSeconds(9), "\"m\":1,\"service.a.up\":true"))));
        service.record(List.of(batch("s", report(2, now.minusSeconds(5), "\"m\":2,\"service.b.state\":\"RUNNING\""))));

        service.record(List.of(batch("s", report(3, now.minusSeconds(7), "\"m\":3"))));

        assertThat(query("select metrics->'m'->>0, metrics->'service.a.up'->>0, metrics->'service.b.state'->>0,"
                        + " (metrics->'m'->>1)::bigint = (extract(epoch from corrected_at) * 1000000)::bigint, seq"
                        + " from telemetry_latest where node_id = '%s'"))
                .isEqualTo("2 true RUNNING t 2");
    }

    @Test
    void a_metric_that_was_a_number_and_is_a_text_now_is_that_text() {
        service.record(List.of(batch("s", report(1, now.minusSeconds(5), "\"m\":1"))));

        service.record(List.of(batch("s", report(2, now, "\"m\":\"broken\""))));

        assertThat(query("select metrics->'m'->>0 from telemetry_latest where node_id = '%s'"))
                .isEqualTo("broken");
    }

    @Test
    void a_node_that_invents_names_loses_the_latest_value_of_the_oldest() {
        service.record(List.of(batch("s", report(1, now.minusSeconds(600), "\"oldest\":1"))));
        for (int i = 0; i < NewestRows.MAX_SETS; i++) {
            service.record(List.of(batch("s", report(i + 2, now.minusSeconds(500 - i), "\"n" + i + "\":1"))));
        }

        assertThat(query("select metrics ? 'oldest', metrics ? 'n0', (select count(*) from telemetry_newest n"
                        + " where n.node_id = l.node_id) from telemetry_latest l where node_id = '%s'"))
                .isEqualTo("f t " + NewestRows.MAX_SETS);
    }

    @Test
    void a_report_from_the_future_is_kept_but_never_the_latest() {
        service.record(List.of(batch("s", report(1, now, "\"m\":1"), report(2, now.plusSeconds(3_600), "\"m\":2"))));

        assertThat(query(
                        "select metrics->'m'->>0, (select count(*) from telemetry_report r where r.node_id = l.node_id)"
                                + " from telemetry_latest l where node_id = '%s'"))
                .isEqualTo("1 2");
    }

    @Test
    void reports_without_a_stream_are_kept_as_they_arrive() {
        Inbound<TelemetryBatch> batch = batch(null, "{\"sampledAt\":\"" + now + "\",\"metrics\":{\"m\":1}}");

        service.record(List.of(batch));
        service.record(List.of(batch));

        assertThat(query("select count(*), count(seq) from telemetry_report where node_id = '%s'"))
                .isEqualTo("2 0");
    }

    @Test
    void the_answer_counts_from_the_outbox_and_names_what_lies_above() {
        service.record(List.of(batch(
                "s",
                LongStream.of(1, 2, 3, 10, 11, 12, 20, 30)
                        .mapToObj(seq -> report(seq, now))
                        .toArray(String[]::new))));

        HubSyncDraft answer = status("\"outbox\":{\"streamId\":\"s\",\"firstSeq\":10,\"lastSeq\":40}");

        assertThat(answer.streamId()).isEqualTo("s");
        assertThat(answer.committedThrough()).isEqualTo(12);
        assertThat(answer.ranges()).containsExactly(new SeqRange(20, 20), new SeqRange(30, 30));
    }

    @Test
    void the_answer_to_a_stream_never_seen_is_one_below_its_first() {
        HubSyncDraft answer = status("\"outbox\":{\"streamId\":\"new\",\"firstSeq\":7,\"lastSeq\":6}");

        assertThat(answer.committedThrough()).isEqualTo(6);
    }

    @Test
    void many_nodes_in_one_batch_are_kept_apart() {
        List<Inbound<TelemetryBatch>> batches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TestNodes.insert(databaseUrl, node + "." + i);
            batches.add(inbound(new NodeId(node + "." + i), decode("s", report(1, now), report(2, now))));
        }

        service.record(batches);

        assertThat(query("select count(*), count(distinct node_id) from telemetry_report where node_id like '%s.%%'"))
                .isEqualTo("100 50");
    }

    private HubSyncDraft status(String fields) {
        try {
            StatusReport status = CODEC.decode(
                    StatusReport.class,
                    ("{\"v\":1,\"event\":\"HEARTBEAT\"," + fields + "}").getBytes(StandardCharsets.UTF_8));
            HubSyncDraft draft = new HubSyncDraft();
            transactions.run(
                    Scope.Tenant.of(TENANT),
                    () -> outbox.handle(new Inbound<>(node, TENANT, status, now, Map.of()), draft));
            return draft;
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Inbound<TelemetryBatch> batch(String stream, String... reports) {
        return inbound(node, decode(stream, reports));
    }

    private Inbound<TelemetryBatch> inbound(NodeId id, TelemetryBatch batch) {
        return new Inbound<>(id, TENANT, batch, now, Map.of());
    }

    private static TelemetryBatch decode(String stream, String... reports) {
        String json = "{\"v\":1,\"bootId\":\"boot-1\"" + (stream == null ? "" : ",\"streamId\":\"" + stream + "\"")
                + ",\"reports\":[" + String.join(",", reports) + "]}";
        try {
            return CODEC.decode(TelemetryBatch.class, json.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String report(long seq, Instant sampledAt) {
        return report(seq, sampledAt, "\"m\":" + seq);
    }

    private static String report(long seq, Instant sampledAt, String metrics) {
        return "{\"seq\":%d,\"sampledAt\":\"%s\",\"clockSynced\":true,\"metrics\":{%s}}"
                .formatted(seq, sampledAt, metrics);
    }

    private static String unsynced(long seq, Instant sampledAt, long uptime) {
        return "{\"seq\":%d,\"sampledAt\":\"%s\",\"uptimeMs\":%d,\"clockSynced\":false,\"metrics\":{\"m\":1}}"
                .formatted(seq, sampledAt, uptime);
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(node))) {
            rows.next();
            int columns = rows.getMetaData().getColumnCount();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                values.add(rows.getString(i));
            }
            return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void asOwner(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(node.value().replace('-', '_'), node));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
