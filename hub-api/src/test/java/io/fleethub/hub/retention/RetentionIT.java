package io.fleethub.hub.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(TelemetryProfile.class)
class RetentionIT {

    @Inject
    RetentionJob job;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final String node = "ret-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void returnToDefaults() {
        asOwner("delete from retention_class");
    }

    @Test
    void roll_ups_go_as_the_defaults_say_and_months_stay() {
        rolledUp("plain.m", "telemetry_hourly", 34, 45, 400);
        rolledUp("plain.m", "telemetry_daily", 20, 70, 400);
        rolledUp("plain.m", "telemetry_monthly", 400, 4_000);

        job.prune();

        assertThat(ages("plain.m", "telemetry_hourly")).isEqualTo("none");
        assertThat(ages("plain.m", "telemetry_daily")).isEqualTo("20");
        assertThat(ages("plain.m", "telemetry_monthly")).isEqualTo("400 4000");
    }

    @Test
    void what_bills_are_made_of_stays_two_years() {
        rolledUp("energy.cost.eur", "telemetry_hourly", 45, 700, 740);
        rolledUp("energy.cost.eur", "telemetry_daily", 45, 700, 740);

        job.prune();

        assertThat(ages("energy.cost.eur", "telemetry_hourly")).isEqualTo("45 700");
        assertThat(ages("energy.cost.eur", "telemetry_daily")).isEqualTo("45 700");
    }

    @Test
    void hours_stay_while_their_day_and_days_while_their_month_may_change() {
        put("short.*", Map.of("hourly", "P1D", "daily", "P1D")).statusCode(200);
        rolledUp("short.m", "telemetry_hourly", 31, 40);
        rolledUp("short.m", "telemetry_daily", 31, 70);

        job.prune();

        assertThat(ages("short.m", "telemetry_hourly")).isEqualTo("31");
        assertThat(ages("short.m", "telemetry_daily")).isEqualTo("31");
    }

    @Test
    void a_tenants_own_class_goes_before_the_defaults_and_the_nearest_pattern_counts() {
        put("own.*", Map.of("hourly", "P100D", "daily", "P100D", "monthly", "P800D"))
                .statusCode(200);
        put("own.short", Map.of("hourly", "P40D", "daily", "P100D")).statusCode(200);
        rolledUp("own.long", "telemetry_hourly", 50, 110);
        rolledUp("own.long", "telemetry_monthly", 700, 900);
        rolledUp("own.short", "telemetry_hourly", 38, 50);

        job.prune();

        assertThat(ages("own.long", "telemetry_hourly")).isEqualTo("50");
        assertThat(ages("own.long", "telemetry_monthly")).isEqualTo("700");
        assertThat(ages("own.short", "telemetry_hourly")).isEqualTo("38");
    }

    @Test
    void classes_are_the_tenants_own() {
        put("own.*", Map.of("hourly", "P100D", "daily", "P100D"))
                .statusCode(200)
                .body("own", equalTo(true));

        list(TestTokens.viewer())
                .body("items.pattern", hasItems("own.*", "energy.cost.*", "*"))
                .body("items.find { it.pattern == 'own.*' }.hourly", equalTo("P100D"));
        list(TestTokens.foreignAdmin()).body("items.pattern", not(hasItem("own.*")));
        delete("own.*").statusCode(204);
        delete("own.*").statusCode(404);
        list(TestTokens.viewer()).body("items.pattern", not(hasItem("own.*")));
    }

    @ParameterizedTest
    @CsvSource({
        "a.*, hourly, PT36H, P2D",
        "a.*, daily, P3D, P2D",
        "a.*, hourly, P40000D, P40000D",
        "*.a, pattern, P1D, P1D",
        "a.*, hourly, , P1D"
    })
    void a_field_that_is_not_allowed_is_named(String pattern, String field, String hourly, String daily) {
        Map<String, Object> body = new HashMap<>(Map.of("daily", daily));
        body.put("hourly", hourly);

        put(pattern, body).statusCode(422).body("errors.field", hasItem(field));
    }

    @Test
    void only_administrators_change_classes() {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(Map.of("hourly", "P1D", "daily", "P1D"))
                .put("/api/v1/retention-classes/a.*")
                .then()
                .statusCode(403);
    }

    @Test
    void finished_commands_go_with_their_history_and_open_ones_stay() {
        TestNodes.register(node);
        String done = command();
        String recent = command();
        String open = command();
        asOwner("update command set status = 'CANCELED', finished_at = now() - interval '366 days' where command_id = '"
                + done + "'");
        asOwner("update command set status = 'CANCELED', finished_at = now() - interval '364 days' where command_id = '"
                + recent + "'");
        asOwner("update command set created_at = now() - interval '900 days' where command_id = '" + open + "'");

        job.prune();

        assertThat(query("select count(*) from command where node_id = '" + node + "'"))
                .isEqualTo("2");
        assertThat(query("select count(*) from command_change where command_id = '" + done + "'"))
                .isEqualTo("0");
    }

    @Test
    void fetched_logs_go_with_their_chunks() {
        TestNodes.register(node);
        log("61 days");
        log("59 days");

        job.prune();

        assertThat(query(
                        "select count(*) || ' ' || (select count(*) from log_chunk c join log_fetch f using (command_id)"
                                + " where f.node_id = '" + node + "') from log_fetch where node_id = '" + node + "'"))
                .isEqualTo("1 1");
        assertThat(
                        query(
                                "select count(*) from log_chunk c where not exists (select from log_fetch f where f.command_id = c.command_id)"))
                .isEqualTo("0");
    }

    @Test
    void refused_reports_go_with_the_raw_ones() {
        for (String age : new String[] {"31 days", "29 days"}) {
            asOwner("insert into refused_report (tenant_id, node_id, reason, detail, received_at) values ('"
                    + Tenants.DEFAULT + "', '" + node + "', 'BAD_VALUE', '', now() - interval '" + age + "')");
        }

        job.prune();

        assertThat(query("select count(*) from refused_report where node_id = '" + node + "'"))
                .isEqualTo("1");
    }

    private String command() {
        return given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body(Map.of("operation", "PING", "parameters", Map.of()))
                .post("/api/v1/nodes/" + node + "/commands")
                .then()
                .statusCode(202)
                .extract()
                .path("commandId");
    }

    private void log(String age) {
        String id = UUID.randomUUID().toString();
        asOwner("insert into log_fetch values ('" + id + "', '" + Tenants.DEFAULT + "', '" + node
                + "', 's', now() - interval '" + age + "')");
        asOwner("insert into log_transfer (command_id, attempt, tenant_id, total, sha256) values ('" + id + "', 1, '"
                + Tenants.DEFAULT + "', 1, '')");
        asOwner("insert into log_chunk values ('" + id + "', 1, 0, '" + Tenants.DEFAULT + "', '')");
    }

    private void rolledUp(String metric, String table, int... daysAgo) {
        asOwner("insert into metric_name (tenant_id, name) values ('" + Tenants.DEFAULT + "', '" + metric
                + "') on conflict do nothing");
        for (int days : daysAgo) {
            asOwner("insert into " + table
                    + " (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)"
                    + " select now() - interval '" + days + " days', now(), 1, 1, 1, 1, 1, metric_id, tenant_id, '"
                    + node
                    + "' from metric_name where name = '" + metric + "' and tenant_id = '" + Tenants.DEFAULT + "'");
        }
    }

    /** In days, youngest first. */
    private String ages(String metric, String table) {
        return query(
                "select coalesce(string_agg((current_date - bucket::date)::text, ' ' order by bucket desc), 'none') from "
                        + table + " join metric_name using (metric_id) where name = '" + metric + "' and node_id = '"
                        + node + "'");
    }

    private static ValidatableResponse put(String pattern, Map<String, ?> body) {
        return given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/v1/retention-classes/" + pattern)
                .then();
    }

    private static ValidatableResponse delete(String pattern) {
        return given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/retention-classes/" + pattern)
                .then();
    }

    private static ValidatableResponse list(String token) {
        return given().auth()
                .oauth2(token)
                .get("/api/v1/retention-classes")
                .then()
                .statusCode(200);
    }

    private String query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
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
