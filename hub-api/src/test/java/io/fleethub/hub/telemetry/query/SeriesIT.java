package io.fleethub.hub.telemetry.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.telemetry.rollup.TestRollups;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(TelemetryProfile.class)
class SeriesIT {

    @Inject
    BatchHandler<TelemetryBatch> handler;

    @Inject
    TestRollups rollups;

    @Inject
    TelemetryDownload download;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final Instant now = Clock.systemUTC().instant();
    private final Instant today = now.truncatedTo(ChronoUnit.DAYS);
    private final String node = "ser-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void register() {
        TestNodes.register(node);
    }

    @ParameterizedTest
    @CsvSource({"avg, 4", "min, 1", "max, 10", "sum, 16", "count, 4", "last, 3"})
    void hours_come_from_roll_ups_and_the_newest_from_reports(String aggregate, int expected) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS).minus(20, ChronoUnit.DAYS);
        keep(report(1, hour, 1), report(2, hour.plusSeconds(60), 2), report(3, hour.plusSeconds(3_599), 3));
        keep(report(4, hour.plusSeconds(3_000), 10));
        rollups.rollUp();
        asOwner("delete from telemetry_report where node_id = '%s'");
        keep(report(5, now.minusSeconds(1), 77));

        List<List<Number>> points = series("metrics", "m", "agg", aggregate, "from", hour.toString())
                .body("resolution", equalTo("PT1H"))
                .extract()
                .path("series[0].points");

        assertThat(points).hasSize(2);
        assertThat(points.get(0).get(0).longValue()).isEqualTo(hour.toEpochMilli());
        assertThat(points.get(0).get(1).intValue()).isEqualTo(expected);
        assertThat(points.get(1).get(1).intValue()).isEqualTo(aggregate.equals("count") ? 1 : 77);
    }

    @Test
    void a_day_that_runs_counts_what_has_come_until_now() {
        keep(report(1, today.minusSeconds(10), 5), report(2, today.plusSeconds(1), 7));
        rollups.rollUp();
        keep(report(3, now, 9));

        series(
                        "metrics",
                        "m",
                        "agg",
                        "sum",
                        "step",
                        "P1D",
                        "from",
                        today.minusSeconds(86_400).toString(),
                        "to",
                        now.plusSeconds(9).toString())
                .body("resolution", equalTo("P1D"))
                .body("series[0].points[0][1]", equalTo(5))
                .body("series[0].points[1][1]", equalTo(16));
    }

    @Test
    void a_year_is_shown_by_days_or_by_months_as_far_as_they_are_kept() {
        keep(report(1, now, 1));
        rolledUp("telemetry_monthly", 24, "month");
        String byMonth = series("from", now.minus(365, ChronoUnit.DAYS).toString())
                .extract()
                .path("resolution");
        rolledUp("telemetry_daily", 500, "day");

        series("from", now.minus(365, ChronoUnit.DAYS).toString())
                .body("resolution", equalTo("P1D"))
                .body("series[0].points.size()", lessThanOrEqualTo(2_000))
                .body("series[0].points.size()", equalTo(366));
        assertThat(byMonth).isEqualTo("P1M");
    }

    @Test
    void a_month_is_a_calendar_month() {
        keep(report(1, now.minusSeconds(60), 1));
        rolledUp("telemetry_monthly", 24, "month");

        List<List<Number>> points = series("step", "P1M", "from", "2026-02-10T00:00:00Z", "to", "2026-05-10T00:00:00Z")
                .body("resolution", equalTo("P1M"))
                .extract()
                .path("series[0].points");

        assertThat(points)
                .extracting(
                        point -> Instant.ofEpochMilli(point.get(0).longValue()).toString())
                .containsExactly(
                        "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"step, PT10S", "step, P2M", "format, xml", "from, +12026-01-01T00:00:00Z", "from, 2999-01-01T00:00:00Z"
    })
    void a_parameter_that_is_not_allowed_is_named(String name, String value) {
        viewer().queryParam(name, value).get().then().statusCode(422).body("errors.field", hasItem(name));
    }

    @Test
    void more_series_than_an_answer_may_have_must_be_named() {
        for (int set = 0; set < 3; set++) {
            int first = set * 70;
            keep(TelemetryReport.of(
                    (long) set + 1,
                    now,
                    null,
                    true,
                    IntStream.range(first, first + 70)
                            .boxed()
                            .collect(Collectors.toMap(i -> "many." + i, i -> i.longValue()))));
        }

        viewer().get().then().statusCode(422).body("errors.field", hasItem("metrics"));
        series("metrics", "many.0,many.209").body("series.size()", equalTo(2));
    }

    @Test
    void a_year_of_one_node_is_found_by_an_index_among_many() throws SQLException {
        keep(report(1, now.minusSeconds(60), 1));
        asOwner(
                "insert into telemetry_daily (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)"
                        + " select d, d, 1, 1, 1, 1, 1, m.metric_id, m.tenant_id, case when n = 0 then '%s' else 'else-' || n end"
                        + " from generate_series(now() - interval '400 days', now(), interval '1 day') d,"
                        + " generate_series(0, 100) n, (select * from metric_name where name = 'm' limit 1) m");
        asOwner("analyze telemetry_daily");
        Integer[] metric = {metricId()};
        Resolution day = new Resolution(Source.DAILY, Duration.ofDays(1));
        List<Segment> segments =
                Segment.of(Source.DAILY, now.minus(365, ChronoUnit.DAYS), now, now.truncatedTo(ChronoUnit.HOURS));

        String plan = explain(
                SeriesRepository.sql(segments, day, Aggregate.AVG),
                statement -> SeriesRepository.bind(statement, new NodeId(node), metric, segments));
        asOwner("delete from telemetry_daily where node_id like 'else-%%'");

        assertThat(plan).contains("on telemetry_daily_pkey").doesNotContain("Seq Scan on telemetry_");
    }

    @Test
    void a_download_of_reports_holds_all_of_the_range_one_line_a_value() {
        List<TelemetryReport> reports = LongStream.rangeClosed(1, 1_203)
                .mapToObj(seq -> report(seq, now.minusSeconds(5_000).plusSeconds(seq), seq))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < reports.size(); i += 500) {
            keep(reports.subList(i, Math.min(i + 500, reports.size())).toArray(TelemetryReport[]::new));
        }
        keep(TelemetryReport.of(2_000L, now, null, true, Map.of("note", "=cmd|' /C calc'!A0", "m", -5L)));

        String csv = viewer().queryParam("step", "raw")
                .accept("text/csv")
                .get()
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .header("Content-Disposition", equalTo("attachment; filename=\"" + node + "-telemetry.csv\""))
                .extract()
                .asString();

        List<String> lines = Arrays.asList(csv.split("\r\n", -1));
        assertThat(lines.get(0)).isEqualTo("time,sampledAt,receivedAt,timeUncertain,streamId,seq,metric,value");
        assertThat(lines).hasSize(1 + 1_203 + 2 + 1);
        assertThat(lines.stream()
                        .filter(line -> line.contains(",s,"))
                        .map(line -> line.split(",")[5])
                        .distinct())
                .hasSize(1_204);
        assertThat(lines)
                .anyMatch(line -> line.endsWith(",s,2000,m,-5"))
                .anyMatch(line -> line.endsWith(",s,2000,note,'=cmd|' /C calc'!A0"));
    }

    @Test
    void a_download_of_series_has_the_points_that_the_answer_has() {
        keep(report(1, now.minusSeconds(60), 3));

        String csv = viewer().queryParam("format", "csv")
                .queryParam("step", "P1D")
                .queryParam("from", now.minusSeconds(60).toString())
                .get()
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(csv)
                .isEqualTo("time,metric,value\r\n" + now.minusSeconds(60).truncatedTo(ChronoUnit.DAYS) + ",m,3\r\n");
    }

    @Test
    void one_download_more_than_may_run_is_told_to_come_back() throws IOException {
        keep(report(1, now.minusSeconds(60), 3));
        List<Integer> answers = new ArrayList<>();

        whileDownloading(
                4,
                () -> answers.add(viewer().queryParam("step", "raw")
                        .queryParam("format", "csv")
                        .get()
                        .statusCode()));

        assertThat(answers).containsExactly(429);
        viewer().queryParam("step", "raw")
                .queryParam("format", "csv")
                .get()
                .then()
                .statusCode(200);
    }

    private void whileDownloading(int downloads, Runnable work) throws IOException {
        if (downloads == 0) {
            work.run();
            return;
        }
        TelemetryParameters raw = new TelemetryParameters(null, null, null, "raw", "avg", 100, null, null);
        AtomicBoolean begun = new AtomicBoolean();
        download.csv(Scope.Tenant.of(Tenants.DEFAULT), new NodeId(node), raw).write(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                if (!begun.getAndSet(true)) {
                    whileDownloading(downloads - 1, work);
                }
            }
        });
    }

    /** Writes roll-ups of the metric m, one for each unit that is past. */
    private void rolledUp(String table, int count, String unit) {
        asOwner("insert into " + table
                + " (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)"
                + " select date_trunc('" + unit + "', now(), 'UTC') - n * interval '1 " + unit
                + "', now(), 1, 1, 1, 1, 1,"
                + " m.metric_id, m.tenant_id, '%s' from generate_series(1, " + count + ") n,"
                + " (select * from metric_name where name = 'm' and tenant_id = '" + Tenants.DEFAULT + "') m");
    }

    private int metricId() throws SQLException {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select metric_id from metric_name where name = 'm' and tenant_id = '"
                                + Tenants.DEFAULT + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** As the hub asks, policies included. */
    private String explain(String sql, Sql.Binding binding) throws SQLException {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_hub");
                Statement scope = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
            connection.setAutoCommit(false);
            scope.execute("set local fleet.tenant = '" + Tenants.DEFAULT + "'");
            binding.bind(statement);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return String.join("\n", lines);
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

    private ValidatableResponse series(String... parameters) {
        RequestSpecification request = viewer();
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get().then().statusCode(200);
    }

    private RequestSpecification viewer() {
        return given().auth().oauth2(TestTokens.viewer()).basePath("/api/v1/nodes/" + node + "/telemetry");
    }

    private void keep(TelemetryReport... reports) {
        handler.handle(List.of(new Inbound<>(
                new NodeId(node), Tenants.DEFAULT, TelemetryBatch.of("s", null, List.of(reports)), now, Map.of())));
    }

    private static TelemetryReport report(long seq, Instant at, long value) {
        return TelemetryReport.of(seq, at, null, true, Map.of("m", value));
    }
}
