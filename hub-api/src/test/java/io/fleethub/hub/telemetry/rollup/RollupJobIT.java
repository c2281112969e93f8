package io.fleethub.hub.telemetry.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TelemetryProfile.class)
class RollupJobIT {

    private static final String DIFFERENT_FROM_REPORTS = """
            WITH raw AS (
                SELECT u.metric_id, date_trunc('%1$s', r.corrected_at, 'UTC') AS bucket, min(u.value) AS lowest,
                    max(u.value) AS highest, sum(u.value) AS total, count(*) AS samples,
                    (array_agg(u.value ORDER BY r.corrected_at DESC, r.report_id DESC))[1] AS last
                FROM telemetry_report r JOIN metric_set s USING (metric_set_id), unnest(s.metric_ids, r.numbers) AS u (metric_id, value)
                WHERE r.node_id = '{node}' GROUP BY 1, 2),
            rolled AS (
                SELECT metric_id, bucket, lowest, highest, total, samples, last FROM %2$s WHERE node_id = '{node}')
            SELECT count(*) FROM ((TABLE raw EXCEPT TABLE rolled) UNION ALL (TABLE rolled EXCEPT TABLE raw)) AS different""";

    @Inject
    BatchHandler<TelemetryBatch> handler;

    @Inject
    RollupJob job;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant received = Clock.systemUTC().instant();
    /** The beginning of a day whose reports are all past, and kept. */
    private final Instant day = received.truncatedTo(ChronoUnit.DAYS).minus(3, ChronoUnit.DAYS);

    private final NodeId node =
            new NodeId("roll-" + UUID.randomUUID().toString().substring(0, 8));

    @BeforeEach
    void register() {
        TestNodes.register(node.value());
    }

    @Test
    void hours_days_and_months_hold_what_the_reports_were() {
        keep(
                report(1, day.plusSeconds(10), 4),
                report(2, day.plusSeconds(3_000), 1),
                report(3, day.plusSeconds(3_600), 7),
                report(4, day.plusSeconds(86_400), 9));

        rollUp();

        assertThat(rows("telemetry_hourly"))
                .containsExactly(
                        row(day, 1, 4, 5, 2, 1),
                        row(day.plusSeconds(3_600), 7, 7, 7, 1, 7),
                        row(day.plusSeconds(86_400), 9, 9, 9, 1, 9));
        assertThat(rows("telemetry_daily"))
                .containsExactly(row(day, 1, 7, 12, 3, 7), row(day.plusSeconds(86_400), 9, 9, 9, 1, 9));
        assertThat(different("month", "telemetry_monthly")).isEqualTo("0");
    }

    @Test
    void a_report_that_comes_late_is_rolled_up_too() {
        keep(report(1, day.plusSeconds(10), 4), report(2, day.plusSeconds(20), 6));
        rollUp();

        keep(report(3, day.plusSeconds(15), 100));
        rollUp();

        assertThat(rows("telemetry_hourly")).containsExactly(row(day, 4, 100, 110, 3, 6));
        assertThat(rows("telemetry_daily")).containsExactly(row(day, 4, 100, 110, 3, 6));
        assertThat(rows("telemetry_monthly").get(0)).contains("4.0 100.0 110.0 3 6.0");
    }

    @Test
    void rolling_up_twice_changes_nothing() {
        keep(report(1, day.plusSeconds(10), 4), report(2, day.plusSeconds(20), 6));
        rollUp();
        keep(report(2, day.plusSeconds(20), 6));

        rollUp();

        assertThat(rows("telemetry_daily")).containsExactly(row(day, 4, 6, 10, 2, 6));
    }

    @Test
    void a_late_report_does_not_destroy_the_roll_up_of_an_hour_whose_reports_are_partly_gone() {
        keep(report(1, day.plusSeconds(10), 4), report(2, day.plusSeconds(20), 6), report(3, day.plusSeconds(30), 8));
        rollUp();
        asOwner("delete from telemetry_report where node_id = '{node}' and seq < 3");

        keep(report(4, day.plusSeconds(15), 100));
        rollUp();

        assertThat(rows("telemetry_hourly")).containsExactly(row(day, 4, 8, 18, 3, 8));
        assertThat(rows("telemetry_daily")).containsExactly(row(day, 4, 8, 18, 3, 8));
    }

    @Test
    void live_reports_leave_one_mark_an_hour() {
        Instant now = Clock.systemUTC().instant();
        Instant begin = now.truncatedTo(ChronoUnit.HOURS);

        keep(report(1, begin, 1));
        keep(report(2, begin.plusMillis(1), 2));
        keep(report(3, begin.plusMillis(2), 3));

        assertThat(Integer.parseInt(query("select count(*) from telemetry_rollup_mark where node_id = '{node}'")))
                .as("one, or another when less than the margin was left of the hour")
                .isBetween(1, now.isAfter(begin.plus(55, ChronoUnit.MINUTES)) ? 3 : 1);
        assertThat(query("select bool_and(due_at >= hour + interval '1 hour') from telemetry_rollup_mark"
                        + " where node_id = '{node}'"))
                .isEqualTo("t");
    }

    @Test
    void a_transaction_that_outlives_its_marks_must_not_commit() throws SQLException {
        AtomicLong nanos = new AtomicLong();
        RollupMarks marks = new RollupMarks(Duration.ofMinutes(5), nanos::get);
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_ingest")) {
            RollupMarks.Marking marking = marks.mark(connection, Map.of(NodeHour.of(node, day), Tenants.DEFAULT));

            nanos.addAndGet(Duration.ofMinutes(3).toNanos());

            assertThatThrownBy(marking::beforeCommit).hasMessageContaining("took longer than PT2M");
        }
    }

    @Test
    void what_is_marked_is_marked_again_before_the_first_mark_may_be_gone() throws SQLException {
        AtomicLong nanos = new AtomicLong();
        RollupMarks marks = new RollupMarks(Duration.ofMinutes(5), nanos::get);
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_ingest")) {
            Map<NodeHour, TenantId> hours = Map.of(NodeHour.of(node, day), Tenants.DEFAULT);
            marks.mark(connection, hours).afterCommit();

            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            marks.mark(connection, hours).afterCommit();
            String soon = query("select count(*) from telemetry_rollup_mark where node_id = '{node}'");
            nanos.addAndGet(Duration.ofSeconds(45).toNanos());
            marks.mark(connection, hours).afterCommit();

            assertThat(soon).isEqualTo("1");
            assertThat(query("select count(*) from telemetry_rollup_mark where node_id = '{node}'"))
                    .isEqualTo("2");
        }
    }

    @Test
    void what_another_hub_works_on_is_left_to_it() throws SQLException {
        keep(report(1, day.plusSeconds(10), 4));
        try (Connection other = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "select pg_advisory_xact_lock(hashtext('telemetry rollups'), shard) from telemetry_rollup_mark"
                            + " where node_id = '" + node + "'");
            job.rollUp();
            assertThat(rows("telemetry_hourly")).isEmpty();
            other.rollback();
        }

        job.rollUp();

        assertThat(rows("telemetry_hourly")).containsExactly(row(day, 4, 4, 4, 1, 4));
    }

    @Test
    void an_hour_that_cannot_be_rolled_up_is_put_off_and_holds_up_no_other() {
        NodeId bad = new NodeId(node + ".bad");
        TestNodes.register(bad.value());
        asOwner(
                "create function fail_rollup() returns trigger language plpgsql as 'begin raise exception ''broken''; end'");
        asOwner(
                "create trigger fail_rollup before insert on telemetry_hourly for each row when (new.node_id = '{node}.bad')"
                        + " execute function fail_rollup()");
        keep(bad, report(1, day, 1));
        keep(report(1, day, 4));

        IntStream.range(0, 10).forEach(i -> job.rollUp());
        asOwner("drop trigger fail_rollup on telemetry_hourly");
        asOwner("drop function fail_rollup()");

        assertThat(rows("telemetry_hourly")).containsExactly(row(day, 4, 4, 4, 1, 4));
        assertThat(
                        query(
                                "select due_at > now() + interval '50 minutes' from telemetry_rollup_mark where node_id = '{node}.bad'"))
                .isEqualTo("t");
    }

    @Test
    void whatever_comes_in_between_the_roll_ups_end_as_the_reports_are() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<TelemetryReport> reports = new ArrayList<>();
        for (int seq = 1; seq <= 1_500; seq++) {
            reports.add(report(seq, day.plusMillis(random.nextInt(100_000_000)), random.nextInt(1_000)));
        }
        List<CompletableFuture<Void>> writers = IntStream.range(0, 3)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = writer * 500; i < writer * 500 + 500; i += 25) {
                        keep(reports.subList(i, i + 25).toArray(TelemetryReport[]::new));
                    }
                }))
                .toList();

        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        List<CompletableFuture<Void>> hubs = IntStream.range(0, 2)
                .mapToObj(hub -> CompletableFuture.runAsync(() -> {
                    while (!all.isDone()) {
                        rollUp();
                    }
                }))
                .toList();
        all.join();
        hubs.forEach(CompletableFuture::join);
        rollUp();

        assertThat(different("hour", "telemetry_hourly")).as("seed %d", seed).isEqualTo("0");
        assertThat(different("day", "telemetry_daily")).as("seed %d", seed).isEqualTo("0");
        assertThat(different("month", "telemetry_monthly")).as("seed %d", seed).isEqualTo("0");
        assertThat(query("select count(*) from telemetry_report where node_id = '{node}'"))
                .isEqualTo("1500");
    }

    private void keep(TelemetryReport... reports) {
        keep(node, reports);
    }

    private void keep(NodeId of, TelemetryReport... reports) {
        handler.handle(List.of(new Inbound<>(
                of, Tenants.DEFAULT, TelemetryBatch.of("s", null, List.of(reports)), received, Map.of())));
    }

    private static TelemetryReport report(long seq, Instant at, long value) {
        return TelemetryReport.of(seq, at, null, true, Map.of("m", value));
    }

    private void rollUp() {
        job.rollUp();
    }

    private static String row(Instant bucket, double lowest, double highest, double total, int samples, double last) {
        return bucket + " " + lowest + " " + highest + " " + total + " " + samples + " " + last;
    }

    private List<String> rows(String table) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select bucket, lowest, highest, total, samples, last from "
                        + table + " where node_id = '" + node + "' order by bucket")) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row(
                        rows.getTimestamp(1).toInstant(),
                        rows.getDouble(2),
                        rows.getDouble(3),
                        rows.getDouble(4),
                        rows.getInt(5),
                        rows.getDouble(6)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
    }

    private String different(String unit, String table) {
        return query(DIFFERENT_FROM_REPORTS.formatted(unit, table));
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("{node}", node.value()))) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void asOwner(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("{node}", node.value()));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
