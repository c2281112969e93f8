package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class NodesResourceIT {

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    @Test
    void registering_a_node_gives_its_secret_and_the_keys_to_pin() {
        TestNodes.register(TestTokens.admin(), Map.of("nodeId", "reg-1"))
                .then()
                .statusCode(201)
                .header("Location", matchesRegex("http://[^/]+/api/v1/nodes/reg-1"))
                .body("nodeId", equalTo("reg-1"))
                .body("secret", matchesRegex("[0-9a-f]{64}"))
                .body("commandKeys.keys", hasSize(1))
                .body("commandKeys.keys[0].kty", equalTo("OKP"))
                .body("commandKeys.keys[0].crv", equalTo("Ed25519"));
    }

    @Test
    void a_registered_node_is_shown_without_its_secret() {
        TestNodes.register(
                TestTokens.admin(),
                Map.of(
                        "nodeId", "shown-1",
                        "name", "Pump 1",
                        "role", "pump",
                        "tags", List.of("b", "a", "a"),
                        "segment", "north",
                        "location", "Hall 3",
                        "serial", "SN-1"));

        String body = as(TestTokens.viewer())
                .get("/api/v1/nodes/shown-1")
                .then()
                .statusCode(200)
                .body("name", equalTo("Pump 1"))
                .body("role", equalTo("pump"))
                .body("tags", contains("a", "b"))
                .body("segment", equalTo("north"))
                .body("location", equalTo("Hall 3"))
                .body("serial", equalTo("SN-1"))
                .body("enabled", equalTo(true))
                .extract()
                .asString();

        assertThat(body).doesNotContainIgnoringCase("secret").doesNotContain("sha256");
    }

    @Test
    void a_new_node_was_never_seen_and_says_nothing_of_itself() {
        TestNodes.register("new-1");

        as(TestTokens.viewer())
                .get("/api/v1/nodes/new-1")
                .then()
                .statusCode(200)
                .body("presence.state", equalTo("NEVER_SEEN"))
                .body("presence.lastSeenAt", nullValue())
                .body("agentVersion", nullValue())
                .body("capabilities", nullValue());
    }

    @Test
    void what_a_node_said_of_itself_is_shown_and_filtered() throws Exception {
        TestNodes.register(TestTokens.admin(), Map.of("nodeId", "born-1", "segment", "born"));
        TestNodes.register(TestTokens.admin(), Map.of("nodeId", "born-2", "segment", "born"));
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute("""
                    update node_presence set state = 'ONLINE', reason = 'HEARTBEAT', agent_version = '1.2.3',
                        hostname = 'pi', services = '[{"service":"demo","state":"RUNNING","since":"2026-01-01T00:00:00Z"}]',
                        capabilities = '[{"operation":"RESTART","parameters":{"type":"object"}}]',
                        outbox = '{"streamId":"s","firstSeq":1,"lastSeq":5}', addresses = '["10.0.0.7"]'
                    where node_id = 'born-1'""");
        }

        as(TestTokens.viewer())
                .get("/api/v1/nodes/born-1")
                .then()
                .statusCode(200)
                .body("presence.reason", equalTo("HEARTBEAT"))
                .body("hostname", equalTo("pi"))
                .body("services[0].since", equalTo("2026-01-01T00:00:00Z"))
                .body("capabilities[0].parameters.type", equalTo("object"))
                .body("outbox.lastSeq", equalTo(5))
                .body("addresses", contains("10.0.0.7"));
        assertThat(listed("segment=born&state=ONLINE")).containsExactly("born-1");
        assertThat(listed("segment=born&version=1.2.3")).containsExactly("born-1");
        assertThat(listed("segment=born&state=NEVER_SEEN")).containsExactly("born-2");
    }

    @Test
    void a_disabled_node_says_so_until_it_is_enabled() {
        TestNodes.register("off-1");

        as(TestTokens.admin())
                .post("/api/v1/nodes/off-1/disable")
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false))
                .body("presence.state", equalTo("DISABLED"))
                .body("presence.reason", equalTo("REVOKED"));
        as(TestTokens.admin())
                .post("/api/v1/nodes/off-1/enable")
                .then()
                .statusCode(200)
                .body("presence.state", equalTo("NEVER_SEEN"));
    }

    @Test
    void a_node_id_is_taken_once_in_the_whole_hub() {
        TestNodes.register("taken-1");

        TestNodes.register(TestTokens.foreignAdmin(), Map.of("nodeId", "taken-1"))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("NODE_ID_TAKEN"))
                .body("errors[0].field", equalTo("nodeId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub", "broker", "hub.canary", "UPPER", "-dash", "a/b", "a+b"})
    void a_reserved_or_malformed_node_id_is_refused_naming_the_field(String nodeId) {
        TestNodes.register(TestTokens.admin(), Map.of("nodeId", nodeId))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("nodeId"));
    }

    @Test
    void a_bad_tag_is_refused_naming_its_place() {
        TestNodes.register(TestTokens.admin(), Map.of("nodeId", "tags-1", "tags", List.of("good", "not good")))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("tags[1]"));
    }

    @Test
    void a_body_that_is_no_json_is_a_problem() {
        as(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body("{\"nodeId\":")
                .post("/api/v1/nodes")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("BAD_REQUEST"));
    }

    @Test
    void a_field_of_the_wrong_type_is_named() {
        as(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body("{\"nodeId\":\"typed-1\",\"tags\":{\"a\":1}}")
                .post("/api/v1/nodes")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("tags"));
    }

    @Test
    void lists_filter_on_all_that_is_given() {
        for (String segment : List.of("f-north", "f-south")) {
            for (String role : List.of("f-pump", "f-fan")) {
                TestNodes.register(
                        TestTokens.admin(),
                        Map.of(
                                "nodeId",
                                segment + "." + role,
                                "segment",
                                segment,
                                "role",
                                role,
                                "location",
                                "Hall " + role,
                                "tags",
                                List.of("f-all", role)));
            }
        }

        assertThat(listed("segment=f-north&role=f-fan")).containsExactly("f-north.f-fan");
        assertThat(listed("tag=f-all&tag=f-pump")).containsExactly("f-north.f-pump", "f-south.f-pump");
        assertThat(listed("location=Hall f-fan&segment=f-south")).containsExactly("f-south.f-fan");
        assertThat(listed("tag=f-all&segment=nowhere")).isEmpty();
    }

    @Test
    void pages_cover_a_list_without_gap_or_repeat_and_the_cursor_carries_the_filter() {
        for (int i = 0; i < 5; i++) {
            TestNodes.register(TestTokens.admin(), Map.of("nodeId", "page-" + i, "segment", "paged"));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            var page = as(TestTokens.viewer())
                    .queryParams(
                            cursor.isEmpty()
                                    ? Map.of("segment", "paged", "limit", 2)
                                    : Map.of("cursor", cursor, "limit", 2))
                    .get("/api/v1/nodes")
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.<List<String>>path("items.nodeId"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "state=AWAKE"})
    void a_bad_parameter_is_named(String query) {
        as(TestTokens.viewer())
                .get("/api/v1/nodes?" + query)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void a_cursor_that_no_list_gave_is_refused() {
        as(TestTokens.viewer())
                .get("/api/v1/nodes?cursor=AAAA")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_CURSOR"));
    }

    @Test
    void an_update_changes_what_it_names_and_clears_what_it_empties() {
        TestNodes.register(
                TestTokens.admin(),
                Map.of("nodeId", "upd-1", "name", "Old", "segment", "north", "tags", List.of("x"), "role", "pump"));

        as(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(Map.of("name", "New", "segment", "", "tags", List.of()))
                .patch("/api/v1/nodes/upd-1")
                .then()
                .statusCode(200)
                .body("name", equalTo("New"))
                .body("segment", nullValue())
                .body("tags", empty())
                .body("role", equalTo("pump"));
    }

    @Test
    void a_decommissioned_node_is_gone_and_its_id_is_free_again() {
        TestNodes.register("gone-1");

        as(TestTokens.admin()).delete("/api/v1/nodes/gone-1").then().statusCode(204);

        as(TestTokens.admin())
                .get("/api/v1/nodes/gone-1")
                .then()
                .statusCode(404)
                .body("code", equalTo("UNKNOWN_NODE"));
        as(TestTokens.admin()).delete("/api/v1/nodes/gone-1").then().statusCode(404);
        TestNodes.register("gone-1");
    }

    @Test
    void the_overlap_of_a_new_secret_is_limited() {
        TestNodes.register("overlap-1");

        as(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body(Map.of("overlap", "P31D"))
                .post("/api/v1/nodes/overlap-1/secret")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("overlap"));
    }

    @Test
    void a_foreign_administrator_meets_404_on_every_route_of_our_node() {
        TestNodes.register("ours-1");
        String foreign = TestTokens.foreignAdmin();

        as(foreign).get("/api/v1/nodes/ours-1").then().statusCode(404);
        as(foreign)
                .contentType(ContentType.JSON)
                .body("{}")
                .patch("/api/v1/nodes/ours-1")
                .then()
                .statusCode(404);
        as(foreign).delete("/api/v1/nodes/ours-1").then().statusCode(404);
        as(foreign)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/nodes/ours-1/secret")
                .then()
                .statusCode(404);
        as(foreign).post("/api/v1/nodes/ours-1/disable").then().statusCode(404);
        as(foreign).post("/api/v1/nodes/ours-1/enable").then().statusCode(404);
        as(foreign).get("/api/v1/nodes").then().statusCode(200).body("items", empty());
        as(TestTokens.viewer()).get("/api/v1/nodes/ours-1").then().statusCode(200);
    }

    @Test
    void a_viewer_reads_nodes_and_registers_none() {
        TestNodes.register(TestTokens.viewer(), Map.of("nodeId", "viewers-1"))
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("FORBIDDEN"));
    }

    private static List<String> listed(String query) {
        return as(TestTokens.viewer())
                .get("/api/v1/nodes?" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.nodeId");
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }
}
