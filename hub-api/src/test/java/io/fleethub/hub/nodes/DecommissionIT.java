package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DecommissionIT {

    private static final String TABLES_WITH_NODES = """
            select c.table_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and c.column_name = 'node_id' and t.table_type = 'BASE TABLE'
            order by 1""";

    @Inject
    BatchHandler<TelemetryBatch> telemetry;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    @Test
    void leaves_no_row_of_the_node_but_the_change_that_the_broker_must_hear_of() throws SQLException {
        TestNodes.register("erased-1");
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body(Map.of("operation", "PING", "parameters", Map.of()))
                .post("/api/v1/nodes/erased-1/commands")
                .then()
                .statusCode(202);
        leaveTraces("erased-1");
        rollUp("erased-1");
        assertThat(tablesThatName("erased-1"))
                .contains(
                        "node",
                        "node_presence",
                        "command",
                        "credential_change",
                        "quarantined_message",
                        "telemetry_stream",
                        "telemetry_rollup_mark",
                        "telemetry_hourly",
                        "telemetry_daily",
                        "telemetry_monthly");

        given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/nodes/erased-1")
                .then()
                .statusCode(204);

        assertThat(tablesThatName("erased-1")).containsExactly("credential_change");
    }

    @Test
    void waits_for_telemetry_that_is_just_being_kept_and_takes_it_along() throws Exception {
        TestNodes.register("erased-2");
        CompletableFuture<Integer> answer;
        try (Connection ingest = TestDatabase.connect(databaseUrl, "fleet_ingest");
                Statement statement = ingest.createStatement()) {
            ingest.setAutoCommit(false);
            statement.execute("select hold_nodes('{erased-2}')");
            String token = TestTokens.admin();
            answer = CompletableFuture.supplyAsync(() -> given().auth()
                    .oauth2(token)
                    .delete("/api/v1/nodes/erased-2")
                    .statusCode());
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(waiting("select 1 from node where node_id%for update"))
                            .isNotEmpty());
            leaveTraces(statement, "erased-2");
            ingest.commit();
        }

        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(204);
        assertThat(tablesThatName("erased-2")).containsExactly("credential_change");
    }

    @Test
    void telemetry_that_comes_while_it_is_under_way_is_not_kept_and_holds_up_no_other_node() throws SQLException {
        TestNodes.register("erased-3");
        TestNodes.register("stays-3");
        try (Connection decommissioning = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = decommissioning.createStatement()) {
            decommissioning.setAutoCommit(false);
            statement.execute("select 1 from node where node_id = 'erased-3' for update");

            telemetry.handle(List.of(report("erased-3"), report("stays-3")));
        }

        assertThat(tablesThatName("erased-3")).doesNotContain("telemetry_report", "telemetry_stream");
        assertThat(tablesThatName("stays-3")).contains("telemetry_report", "telemetry_stream");
    }

    /** Else telemetry that comes while a node is being changed would be taken for that of a node that is gone. */
    @Test
    void is_the_only_change_of_a_node_that_takes_the_strongest_lock() throws Exception {
        TestNodes.register("changed-5");
        String token = TestTokens.admin();
        try (Connection ingest = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = ingest.createStatement()) {
            ingest.setAutoCommit(false);
            // As ingest holds its nodes: only the strongest lock has to wait for this one.
            statement.execute("select 1 from node where node_id = 'changed-5' for key share");

            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> given().auth()
                    .oauth2(token)
                    .post("/api/v1/nodes/changed-5/disable")
                    .statusCode());

            assertThat(answer.get(60, TimeUnit.SECONDS)).isBetween(200, 299);
        }
    }

    @Test
    void is_tried_again_when_the_database_ended_it_for_a_deadlock() throws SQLException {
        TestNodes.register("erased-4");
        asOwner("create sequence deadlocks");
        asOwner("grant usage on sequence deadlocks to fleet_hub");
        asOwner(
                "create function deadlock_once() returns trigger language plpgsql as 'begin if nextval(''deadlocks'') = 1 then"
                        + " raise exception ''deadlock'' using errcode = ''40P01''; end if; return old; end'");
        asOwner("create trigger deadlock_once before delete on node for each row execute function deadlock_once()");

        int status = given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/nodes/erased-4")
                .statusCode();

        asOwner("drop trigger deadlock_once on node");
        assertThat(status).isEqualTo(204);
        assertThat(tablesThatName("erased-4")).containsExactly("credential_change");
    }

    private static Inbound<TelemetryBatch> report(String nodeId) {
        Instant now = Clock.systemUTC().instant();
        return new Inbound<>(
                new NodeId(nodeId),
                Tenants.DEFAULT,
                TelemetryBatch.of("s", null, List.of(TelemetryReport.of(1L, now, null, true, Map.of("m", 1L)))),
                now,
                Map.of());
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Statements of the hub that wait for a lock. */
    private List<String> waiting(String like) throws SQLException {
        try (Connection hub = TestDatabase.connect(databaseUrl, "fleet_hub");
                Statement statement = hub.createStatement()) {
            return texts(
                    statement,
                    "select query from pg_stat_activity where wait_event_type = 'Lock' and query like '" + like + "'");
        }
    }

    /** What arrives by way of the broker, as the role that inserts it. */
    private void leaveTraces(String nodeId) throws SQLException {
        try (Connection ingest = TestDatabase.connect(databaseUrl, "fleet_ingest");
                Statement statement = ingest.createStatement()) {
            leaveTraces(statement, nodeId);
        }
    }

    private static void leaveTraces(Statement statement, String nodeId) throws SQLException {
        statement.execute("insert into telemetry_stream (node_id, stream_id, tenant_id) values ('" + nodeId
                + "', 's', '" + Tenants.DEFAULT + "')");
        statement.execute(
                "insert into telemetry_rollup_mark (due_at, hour, tenant_id, node_id) values ('infinity', now(), '"
                        + Tenants.DEFAULT + "', '" + nodeId + "')");
        statement.execute("insert into quarantined_message (node_id, tenant_id, topic, reason, detail, bytes, sha256,"
                + " head, first_received_at, last_received_at) values ('" + nodeId + "', '"
                + Tenants.DEFAULT
                + "', 't', 'BAD', 'd', 1, '', '', now(), now())");
    }

    private void rollUp(String nodeId) throws SQLException {
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            for (String table : List.of("telemetry_hourly", "telemetry_daily", "telemetry_monthly")) {
                statement.execute(
                        "insert into " + table + " (bucket, last_at, samples, lowest, highest, total, last, metric_id,"
                                + " tenant_id, node_id) values (now(), now(), 1, 1, 1, 1, 1, 1, '" + Tenants.DEFAULT
                                + "', '" + nodeId
                                + "')");
            }
        }
    }

    /** As the verifier, whom no policy binds. */
    private List<String> tablesThatName(String nodeId) throws SQLException {
        try (Connection verifier = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = verifier.createStatement()) {
            List<String> named = new ArrayList<>();
            for (String table : texts(statement, TABLES_WITH_NODES)) {
                if (!texts(statement, "select 1 from " + table + " where node_id = '" + nodeId + "' limit 1")
                        .isEmpty()) {
                    named.add(table);
                }
            }
            return named;
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
