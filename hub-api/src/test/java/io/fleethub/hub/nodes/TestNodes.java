package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;

import io.fleethub.hub.auth.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;

/** Registers nodes for tests, by REST as a user would. */
public final class TestNodes {

    private TestNodes() {}

    /** Registers a node in the default tenant and gives its secret. */
    public static String register(String nodeId) {
        return register(TestTokens.admin(), Map.of("nodeId", nodeId))
                .then()
                .statusCode(201)
                .extract()
                .path("secret");
    }

    public static Response register(String token, Map<String, ?> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/nodes");
    }
}
