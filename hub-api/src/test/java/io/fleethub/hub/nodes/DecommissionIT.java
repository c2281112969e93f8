package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DecommissionIT {

    private static final String TABLES_WITH_NODES = """
            select c.table_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and c.column_name = 'node_id' and t.table_type = 'BASE TABLE'
            order by 1""";

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

    /** What arrives by way of the broker, as the role that inserts it. */
    private void leaveTraces(String nodeId) throws SQLException {
        try (Connection ingest = TestDatabase.connect(databaseUrl, "fleet_ingest");
                Statement statement = ingest.createStatement()) {
            statement.execute("insert into telemetry_stream (node_id, stream_id, tenant_id) values ('" + nodeId
                    + "', 's', '" + Tenants.DEFAULT + "')");
            statement.execute(
                    "insert into telemetry_rollup_mark (due_at, hour, tenant_id, node_id) values ('infinity', now(), '"
                            + Tenants.DEFAULT + "', '" + nodeId + "')");
            statement.execute(
                    "insert into quarantined_message (node_id, tenant_id, topic, reason, detail, bytes, sha256,"
                            + " head, first_received_at, last_received_at) values ('" + nodeId + "', '"
                            + Tenants.DEFAULT
                            + "', 't', 'BAD', 'd', 1, '', '', now(), now())");
        }
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
