package io.fleethub.hub.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.UpdateStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(LedgerProfile.class)
class CommandsResourceIT {

    private static final String CAPABILITIES =
            "[{'operation':'PING'},{'operation':'RESTART','parameters':{'type':'object','required':['service'],"
                    + "'properties':{'service':{'enum':['web','db']}}}}]";

    @Inject
    LedgerFixture fleet;

    @Test
    void an_accepted_command_is_queued_and_found_at_its_location() {
        NodeId node = fleet.nodeOnline();

        Response accepted = send(TestTokens.operator(), node, "{'operation':'RESTART','parameters':{'service':'web'}}");

        accepted.then().statusCode(202).body("status", equalTo("QUEUED"));
        String id = accepted.path("commandId");
        assertThat(accepted.header("Location")).endsWith("/api/v1/commands/" + id);
        get(TestTokens.viewer(), accepted.header("Location"))
                .statusCode(200)
                .body("commandId", equalTo(id))
                .body("nodeId", equalTo(node.value()))
                .body("operation", equalTo("RESTART"))
                .body("parameters.service", equalTo("web"))
                .body("status", equalTo("QUEUED"))
                .body("attempt", equalTo(1))
                .body("reason", nullValue())
                .body("result", nullValue())
                .body("lateResult", nullValue())
                .body("runFor", equalTo("PT2M"))
                .body("history", hasSize(1))
                .body("history[0].from", nullValue())
                .body("history[0].to", equalTo("QUEUED"))
                .body("history[0].actor", equalTo("operator@example.org"));
    }

    @Test
    void a_node_that_was_never_born_gets_its_command_queued_whatever_it_can_do() {
        send(TestTokens.admin(), fleet.newNode(), "{'operation':'REBOOT'}")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'operation':'RESTART','parameters':{'service':'sshd'}}|parameters.service",
                "{'operation':'RESTART','parameters':{'service':'web; rm -rf /'}}|parameters.service",
                "{'operation':'RESTART'}|parameters.service",
                "{'operation':'EXEC','parameters':{'command':'id'}}|operation",
                "{'operation':'TRUST_KEYS','parameters':{'keys':[]}}|operation",
                "{}|operation",
                "{'operation':'PING','priority':10}|priority",
                "{'operation':'PING','startWithin':'P31D'}|startWithin",
                "{'operation':'PING','startWithin':'-PT1H'}|startWithin",
                "{'operation':'PING','runFor':'PT0S'}|runFor",
            })
    void what_is_not_allowed_is_refused_with_its_field(String body, String field) {
        NodeId node = fleet.nodeOnline();
        fleet.capabilities(node, CAPABILITIES);

        send(TestTokens.operator(), node, body)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(field));
    }

    @Test
    void an_operation_that_the_node_does_not_declare_is_refused_with_its_own_code() {
        NodeId node = fleet.nodeOnline();
        fleet.capabilities(node, CAPABILITIES);

        send(TestTokens.operator(), node, "{'operation':'REBOOT'}")
                .then()
                .statusCode(422)
                .body("code", equalTo("NOT_CAPABLE"))
                .body("errors[0].field", equalTo("operation"));
    }

    @Test
    void parameters_that_no_message_can_carry_are_refused_now() {
        NodeId node = fleet.nodeOnline();
        String content = "x".repeat(300_000);

        send(
                        TestTokens.operator(),
                        node,
                        "{'operation':'CONFIG_PUSH','parameters':{'role':'web','revision':1,'sha256':'" + "0".repeat(64)
                                + "','content':'" + content + "'}}")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem(containsString("parameters")));
        send(TestTokens.operator(), node, "{'operation':'SERVICE_STATUS','parameters':{'x':'a\\u0000b'}}")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("parameters"));
    }

    @Test
    void one_more_than_may_wait_is_refused() {
        NodeId node = fleet.newNode();
        for (int i = 0; i < 5; i++) {
            send(TestTokens.operator(), node, "{'operation':'PING'}").then().statusCode(202);
        }

        send(TestTokens.operator(), node, "{'operation':'PING'}")
                .then()
                .statusCode(429)
                .body("code", equalTo("QUOTA_EXCEEDED"));
    }

    @Test
    void a_viewer_reads_and_does_not_send() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);

        send(TestTokens.viewer(), node, "{'operation':'PING'}").then().statusCode(403);
        get(TestTokens.viewer(), "/api/v1/commands/" + command).statusCode(200);
        get(TestTokens.viewer(), "/api/v1/nodes/" + node + "/commands")
                .statusCode(200)
                .body("items.commandId", hasItem(command.toString()));
    }

    @Test
    void without_a_token_nothing_is_answered() {
        NodeId node = fleet.nodeOnline();

        given().get("/api/v1/nodes/" + node + "/commands").then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body("{\"operation\":\"PING\"}")
                .post("/api/v1/nodes/" + node + "/commands")
                .then()
                .statusCode(401);
    }

    @Test
    void another_tenant_finds_nothing() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        String foreign = TestTokens.foreignAdmin();

        get(foreign, "/api/v1/commands/" + command).statusCode(404).body("code", equalTo("NOT_FOUND"));
        get(foreign, "/api/v1/nodes/" + node + "/commands").statusCode(404);
        send(foreign, node, "{'operation':'PING'}").then().statusCode(404);
        get(foreign, "/api/v1/commands").statusCode(200).body("items", hasSize(0));
    }

    @Test
    void a_list_goes_on_where_its_cursor_says_newest_first() {
        NodeId node = fleet.newNode();
        CommandId first = fleet.ping(node);
        CommandId second = fleet.ping(node);
        CommandId third = fleet.ping(node);
        String path = "/api/v1/nodes/" + node + "/commands";

        Response page = given().auth().oauth2(TestTokens.viewer()).get(path + "?limit=2&status=QUEUED");

        assertThat(page.<List<String>>path("items.commandId")).hasSize(2);
        Response rest = given().auth()
                .oauth2(TestTokens.viewer())
                .queryParam("cursor", page.<String>path("next"))
                .get(path);
        assertThat(rest.<List<String>>path("items.commandId")).hasSize(1);
        assertThat(rest.<String>path("next")).isNull();
        assertThat(page.<List<String>>path("items.commandId"))
                .doesNotContainAnyElementsOf(rest.<List<String>>path("items.commandId"));
        get(TestTokens.viewer(), path)
                .body("items.commandId", hasItem(first.toString()))
                .body("items.commandId", hasItem(second.toString()))
                .body("items.commandId", hasItem(third.toString()));
        get(TestTokens.viewer(), path + "?status=FAILED").body("items", hasSize(0));
        get(TestTokens.viewer(), path + "?status=DONE").statusCode(422).body("errors[0].field", equalTo("status"));
        get(TestTokens.viewer(), path + "?cursor=nonsense").statusCode(400);
    }

    @Test
    void a_node_that_comes_back_under_the_name_of_a_decommissioned_one_inherits_no_command() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.submit(node, "FETCH_LOGS", "{'source':'web'}");

        given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/nodes/" + node)
                .then()
                .statusCode(204);

        get(TestTokens.admin(), "/api/v1/commands/" + command).statusCode(404);
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body("{\"nodeId\":\"" + node + "\"}")
                .post("/api/v1/nodes")
                .then()
                .statusCode(201);
        get(TestTokens.admin(), "/api/v1/nodes/" + node + "/commands").body("items", hasSize(0));
        get(TestTokens.admin(), "/api/v1/nodes/" + node + "/logs").body("items", hasSize(0));
    }

    @Test
    void what_is_queued_and_finished_is_counted() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        fleet.says(node, command, 1, UpdateStatus.SUCCEEDED);

        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("fleet_commands_queued_total{attempt=\"first\",operation=\"PING\"}")
                .contains("fleet_commands_finished_total{operation=\"PING\",status=\"SUCCEEDED\"}");
    }

    private static Response send(String token, NodeId node, String body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post("/api/v1/nodes/" + node + "/commands");
    }

    private static ValidatableResponse get(String token, String path) {
        return given().auth().oauth2(token).get(path).then();
    }
}
