package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    /** Puts nodes into the default tenant's registry without the cost of REST; they have no secret that anybody knows. */
    public static void insert(String databaseUrl, String... nodeIds) {
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                PreparedStatement insert = owner.prepareStatement(
                        "insert into node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)"
                                + " select id, ?, id, '', '', now(), now() from unnest(?) id on conflict do nothing")) {
            insert.setObject(1, Tenants.DEFAULT.value());
            insert.setArray(2, owner.createArrayOf("text", nodeIds));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Response register(String token, Map<String, ?> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/nodes");
    }
}
