package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.signature.NodeSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CredentialsFeedIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    @Test
    void only_the_feeds_token_opens_it() {
        given().get("/api/v1/broker/credentials").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        given().auth()
                .oauth2("another")
                .get("/api/v1/broker/credentials")
                .then()
                .statusCode(401);
        given().auth()
                .oauth2(TestTokens.admin())
                .get("/api/v1/broker/credentials")
                .then()
                .statusCode(401);
    }

    @Test
    void the_first_answer_has_every_node_with_the_hash_of_its_secret() {
        String secret = TestNodes.register("feed-full");

        JsonPath all = feed("").then()
                .statusCode(200)
                .body("v", equalTo(1))
                .body("full", equalTo(true))
                .extract()
                .jsonPath();

        String kept = all.getString("nodes.find { it.nodeId == 'feed-full' }.secrets[0].sha256");
        assertThat(NodeSecret.matches(secret.getBytes(StandardCharsets.US_ASCII), kept))
                .isTrue();
        assertThat(all.getString("nodes.find { it.nodeId == 'feed-full' }.state"))
                .isEqualTo("ACTIVE");
        assertThat(all.getString("nodes.find { it.nodeId == 'feed-full' }.tenant"))
                .isEqualTo(Tenants.DEFAULT.value().toString());
    }

    @Test
    void nothing_new_is_304() {
        feed("?since=" + revision() + "&wait=PT0.2S").then().statusCode(304);
    }

    @Test
    void after_a_revision_only_what_changed_comes() {
        TestNodes.register("feed-before");
        long revision = revision();
        TestNodes.register("feed-after");

        feed("?since=" + revision)
                .then()
                .statusCode(200)
                .body("full", equalTo(false))
                .body("nodes.nodeId", contains("feed-after"));
    }

    @Test
    void an_unknown_revision_is_answered_with_everything() {
        TestNodes.register("feed-unknown");

        feed("?since=" + (revision() - 1)).then().statusCode(200).body("full", equalTo(true));
        feed("?since=" + (revision() + 1)).then().statusCode(200).body("full", equalTo(true));
    }

    @Test
    void a_waiting_broker_hears_of_a_new_node_within_two_seconds() throws Exception {
        long revision = revision();
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> feed("?since=" + revision + "&wait=PT25S"));

        TestNodes.register("feed-waited");

        Response answer = waiting.get(PROMISED.toMillis(), TimeUnit.MILLISECONDS);
        answer.then().statusCode(200).body("nodes.nodeId", contains("feed-waited"));
    }

    @Test
    void a_waiting_broker_hears_of_a_change_that_another_hub_made() throws Exception {
        TestNodes.register("feed-other-hub");
        long revision = revision();
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> feed("?since=" + revision + "&wait=PT25S"));

        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute("update node set enabled = false where node_id = 'feed-other-hub'");
            statement.execute("select record_credential_change('feed-other-hub')");
        }

        Response answer = waiting.get(PROMISED.toMillis(), TimeUnit.MILLISECONDS);
        answer.then().statusCode(200).body("nodes[0].state", equalTo("REVOKED"));
    }

    @Test
    void a_disabled_node_is_revoked_and_an_enabled_one_active_again() {
        TestNodes.register("feed-disabled");
        long revision = revision();

        post("/api/v1/nodes/feed-disabled/disable", Map.of());
        feed("?since=" + revision)
                .then()
                .body("nodes[0].state", equalTo("REVOKED"))
                .body("nodes[0].secrets", equalTo(List.of()));

        post("/api/v1/nodes/feed-disabled/enable", Map.of());
        feed("?since=" + revision).then().body("nodes[0].state", equalTo("ACTIVE"));
    }

    @Test
    void a_decommissioned_node_is_revoked() {
        TestNodes.register("feed-gone");
        long revision = revision();

        given().auth().oauth2(TestTokens.admin()).delete("/api/v1/nodes/feed-gone");

        feed("?since=" + revision)
                .then()
                .body("nodes[0].nodeId", equalTo("feed-gone"))
                .body("nodes[0].state", equalTo("REVOKED"));
    }

    @Test
    void a_changed_secret_leaves_the_old_one_valid_for_the_overlap() {
        String old = TestNodes.register("feed-rotated");
        long revision = revision();

        String next = post("/api/v1/nodes/feed-rotated/secret", Map.of("overlap", "PT1H"))
                .path("secret");

        JsonPath node = feed("?since=" + revision).then().extract().jsonPath();
        assertThat(node.<String>getList("nodes[0].secrets.sha256"))
                .containsExactly(new NodeSecret(next).sha256(), new NodeSecret(old).sha256());
        assertThat(node.getString("nodes[0].secrets[0].validUntil")).isNull();
        assertThat(node.getString("nodes[0].secrets[1].validUntil")).isNotNull();
    }

    @Test
    void without_an_overlap_the_old_secret_is_gone() {
        TestNodes.register("feed-replaced");
        long revision = revision();

        String next = post("/api/v1/nodes/feed-replaced/secret", Map.of("overlap", "PT0S"))
                .path("secret");

        feed("?since=" + revision).then().body("nodes[0].secrets.sha256", contains(new NodeSecret(next).sha256()));
    }

    private static long revision() {
        return feed("").then().extract().jsonPath().getLong("revision");
    }

    private static Response post(String path, Map<String, ?> body) {
        return given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }

    private static Response feed(String query) {
        return given().auth().oauth2("feed-token-for-tests").get("/api/v1/broker/credentials" + query);
    }
}
