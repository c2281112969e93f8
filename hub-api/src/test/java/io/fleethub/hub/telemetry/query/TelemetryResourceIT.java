package io.fleethub.hub.telemetry.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TelemetryResourceIT {

    @Inject
    BatchHandler<TelemetryBatch> handler;

    private final Instant minute =
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
    private final String node = "tel-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void register() {
        TestNodes.register(node);
    }

    @Test
    void latest_shows_the_newest_value_of_each_metric_with_its_own_time() {
        keep(
                report(1, minute, Map.of("a", 1L, "b", "text")),
                report(2, minute.plusSeconds(60), Map.of("a", 2.5, "c", true)));

        viewer().get("/latest")
                .then()
                .statusCode(200)
                .body("sampledAt", equalTo(minute.plusSeconds(60).toString()))
                .body("receivedAt", notNullValue())
                .body("metrics.a.value", equalTo(2.5f))
                .body("metrics.a.at", equalTo(minute.plusSeconds(60).toString()))
                .body("metrics.b.value", equalTo("text"))
                .body("metrics.b.at", equalTo(minute.toString()))
                .body("metrics.c.value", equalTo(true));
    }

    @Test
    void a_node_that_never_reported_has_no_latest_values() {
        viewer().get("/latest")
                .then()
                .statusCode(200)
                .body("sampledAt", nullValue())
                .body("metrics", anEmptyMap());
    }

    @Test
    void raw_pages_give_every_report_once_oldest_first() {
        keep(
                report(3, minute.plusSeconds(3), Map.of("m", 3L)),
                report(1, minute.plusSeconds(1), Map.of("m", 1L)),
                report(2, minute.plusSeconds(1), Map.of("m", 2L)),
                report(5, minute.plusSeconds(5), Map.of("m", 5L)),
                report(4, minute.plusSeconds(4), Map.of("other", 4L)));
        List<Integer> seqs = new ArrayList<>();

        String cursor = null;
        do {
            var page = (cursor == null
                            ? viewer().queryParam("step", "raw")
                                    .queryParam("metrics", "m")
                                    .queryParam("limit", 2)
                            : viewer().queryParam("cursor", cursor))
                    .get()
                    .then()
                    .statusCode(200)
                    .body("resolution", equalTo("raw"))
                    .extract();
            seqs.addAll(page.path("items.seq"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seqs).containsExactly(1, 2, 3, 5);
    }

    @Test
    void from_is_inclusive_and_to_is_exclusive() {
        keep(
                report(1, minute, Map.of("m", 1L)),
                report(2, minute.plusSeconds(1), Map.of("m", 2L)),
                report(3, minute.plusSeconds(2), Map.of("m", 3L)));

        viewer().queryParam("step", "raw")
                .queryParam("from", minute.toString())
                .queryParam("to", minute.plusSeconds(2).toString())
                .get()
                .then()
                .statusCode(200)
                .body("items.seq", contains(1, 2))
                .body("next", nullValue());
    }

    @Test
    void a_raw_report_shows_what_the_node_said_and_what_the_hub_made_of_it() {
        keep(TelemetryReport.of(1L, Instant.EPOCH, 5L, false, Map.of("on", false, "n", -2L)));

        viewer().queryParam("step", "raw")
                .get()
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].streamId", equalTo("s"))
                .body("items[0].sampledAt", equalTo("1970-01-01T00:00:00Z"))
                .body("items[0].correctedAt", notNullValue())
                .body("items[0].timeUncertain", equalTo(true))
                .body("items[0].metrics.on", equalTo(false))
                .body("items[0].metrics.n", equalTo(-2));
    }

    @ParameterizedTest
    @CsvSource({"avg, 2.0", "min, 1.0", "max, 3.0", "sum, 4.0", "count, 2.0", "last, 3.0"})
    void a_point_aggregates_its_bucket(String aggregate, double expected) {
        keep(
                report(1, minute.plusSeconds(1), Map.of("m", 1L, "other", 9L)),
                report(2, minute.plusSeconds(2), Map.of("m", 3L)));

        List<List<Number>> points = viewer().queryParam("metrics", "m")
                .queryParam("step", "PT1M")
                .queryParam("agg", aggregate)
                .queryParam("from", minute.toString())
                .queryParam("to", minute.plusSeconds(60).toString())
                .get()
                .then()
                .statusCode(200)
                .body("resolution", equalTo("PT1M"))
                .body("series.metric", contains("m"))
                .extract()
                .path("series[0].points");

        assertThat(points).hasSize(1);
        assertThat(points.get(0).get(0).longValue()).isEqualTo(minute.toEpochMilli());
        assertThat(points.get(0).get(1).doubleValue()).isEqualTo(expected);
    }

    @Test
    void without_a_step_no_series_has_more_than_2000_points() {
        List<TelemetryReport> reports = new ArrayList<>();
        for (long i = 0; i < 2_500; i++) {
            reports.add(report(i + 1, minute.minus(1, ChronoUnit.DAYS).plusSeconds(i * 30), Map.of("m", i)));
        }
        for (int i = 0; i < reports.size(); i += 500) {
            keep(reports.subList(i, i + 500).toArray(TelemetryReport[]::new));
        }

        viewer().queryParam("from", minute.minus(1, ChronoUnit.DAYS).toString())
                .queryParam("to", minute.toString())
                .get()
                .then()
                .statusCode(200)
                .body("series[0].points.size()", lessThanOrEqualTo(2_000));
    }

    @ParameterizedTest
    @CsvSource({
        "step, often",
        "step, PT0.1S",
        "from, yesterday",
        "agg, median",
        "limit, 0",
    })
    void a_parameter_that_is_not_allowed_is_named(String name, String value) {
        viewer().queryParam(name, value)
                .get()
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(name));
    }

    @Test
    void a_cursor_of_another_node_is_refused() {
        keep(report(1, minute, Map.of("m", 1L)), report(2, minute, Map.of("m", 2L)));
        String cursor =
                viewer().queryParam("step", "raw").queryParam("limit", 1).get().path("next");
        String other = node + ".other";
        TestNodes.register(other);

        as(TestTokens.viewer(), other).queryParam("cursor", cursor).get().then().statusCode(400);
    }

    @Test
    void nobody_reads_without_signing_in() {
        given().basePath("/api/v1/nodes/" + node + "/telemetry")
                .get("/latest")
                .then()
                .statusCode(401);
    }

    @Test
    void another_tenants_node_is_one_that_is_not_there() {
        keep(report(1, minute, Map.of("m", 1L)));

        as(TestTokens.foreignAdmin(), node).get("/latest").then().statusCode(404);
        as(TestTokens.foreignAdmin(), node)
                .queryParam("step", "raw")
                .get()
                .then()
                .statusCode(404);
    }

    @Test
    void a_decommissioned_nodes_telemetry_is_gone_when_its_name_is_used_again() {
        keep(report(1, minute, Map.of("m", 1L)));
        given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/nodes/" + node)
                .then()
                .statusCode(204);

        TestNodes.register(node);

        viewer().get("/latest").then().statusCode(200).body("metrics", anEmptyMap());
        viewer().queryParam("step", "raw").get().then().body("items", hasSize(0));
    }

    private void keep(TelemetryReport... reports) {
        handler.handle(List.of(new Inbound<>(
                new NodeId(node),
                Tenants.DEFAULT,
                TelemetryBatch.of("s", null, List.of(reports)),
                Clock.systemUTC().instant(),
                Map.of())));
    }

    private static TelemetryReport report(long seq, Instant at, Map<String, ?> metrics) {
        return TelemetryReport.of(seq, at, null, true, metrics);
    }

    private RequestSpecification viewer() {
        return as(TestTokens.viewer(), node);
    }

    private static RequestSpecification as(String token, String nodeId) {
        return given().auth().oauth2(token).basePath("/api/v1/nodes/" + nodeId + "/telemetry");
    }
}
