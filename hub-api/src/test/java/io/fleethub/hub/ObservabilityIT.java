package io.fleethub.hub;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ObservabilityIT {

    @Test
    void the_hub_is_live_and_ready_with_its_database() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("Database connections health check"));
    }

    @Test
    void metrics_name_routes_and_pools() {
        given().get("/api/v1/command-keys");

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds_count"))
                .body(containsString("agroal_active_count"));
    }

    @Test
    void the_hubs_own_metrics_say_what_they_are() {
        String page = given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(page.lines().filter(line -> line.startsWith("# HELP fleet_")))
                .isNotEmpty()
                .allMatch(line -> line.split(" ", 4).length == 4 && line.split(" ", 4)[3].length() > 10);
    }

    @Test
    void openapi_gives_every_operation_a_name_of_its_own_and_a_problem() {
        JsonPath document = openApi();

        List<Map<String, ?>> operations = operations(document).toList();
        List<String> ids = operations.stream()
                .map(operation -> String.valueOf(operation.get("operationId")))
                .toList();

        assertThat(ids).doesNotHaveDuplicates().contains("login", "listNodes", "registerNode", "listCommandKeys");
        assertThat(operations)
                .allSatisfy(operation ->
                        assertThat(operation.get("responses").toString()).contains("application/problem+json"));
        assertThat(document.<String>getList("components.schemas.Problem.required"))
                .contains("code", "errors");
    }

    @Test
    void openapi_says_what_is_required() {
        JsonPath document = openApi();

        assertThat(document.getList("components.schemas.RegisterNodeRequest.required"))
                .isEqualTo(List.of("nodeId"));
        assertThat(document.<String>getList("components.schemas.PageNodeSummary.required"))
                .containsExactly("items");
        assertThat(document.getString("components.schemas.RegisteredNode.properties.nodeId.toString()"))
                .contains("NodeId");
    }

    @Test
    void the_page_is_built_against_this_very_document() {
        JsonPath ofThePage =
                JsonPath.from(Path.of(System.getProperty("fleet.root"), "hub-api/src/main/webui/src/api/openapi.json")
                        .toFile());

        JsonPath document = openApi();

        Map<String, ?> paths = new TreeMap<>(document.<String, Object>getMap("paths"));
        paths.keySet().removeIf(path -> path.startsWith("/api/v1/test-"));
        assertThat(ofThePage.<String, Object>getMap("paths")).isNotEmpty().isEqualTo(paths);
        assertThat(ofThePage.<String, Object>getMap("components.schemas"))
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(document.<String, Object>getMap("components.schemas"));
    }

    private static JsonPath openApi() {
        return given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Stream<Map<String, ?>> operations(JsonPath document) {
        Map<String, Map<String, Map<String, ?>>> paths = document.getMap("paths");
        Set<String> verbs = Set.of("get", "post", "put", "patch", "delete");
        return paths.values().stream()
                .flatMap(path -> path.entrySet().stream())
                .filter(entry -> verbs.contains(entry.getKey()))
                .map(Map.Entry::getValue);
    }
}
