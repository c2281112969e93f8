package io.fleethub.hub.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.fleethub.hub.auth.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemsIT {

    @Test
    void an_unexpected_failure_tells_nothing_but_the_request_id() {
        Response response = given().header("X-Request-Id", "my-request-1").get("/api/v1/test-failures/unexpected");

        response.then()
                .statusCode(500)
                .contentType("application/problem+json")
                .header("X-Request-Id", "my-request-1")
                .body("code", equalTo("INTERNAL"))
                .body("status", equalTo(500))
                .body("type", equalTo("urn:fleethub:problem:INTERNAL"))
                .body("requestId", equalTo("my-request-1"));
        assertThat(response.asString()).doesNotContain("secret detail");
    }

    @Test
    void a_database_that_is_away_asks_to_try_again() {
        given().get("/api/v1/test-failures/database-away")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("code", equalTo("UNAVAILABLE"));
    }

    @Test
    void a_request_id_that_could_forge_a_log_line_is_replaced() {
        given().header("X-Request-Id", "a b\tc")
                .get("/api/v1/test-failures/unexpected")
                .then()
                .body("requestId", not(equalTo("a b\tc")));
    }

    @Test
    void a_route_without_roles_is_closed() {
        given().auth()
                .oauth2(TestTokens.admin())
                .get("/api/v1/test-forgotten")
                .then()
                .statusCode(403);
        given().get("/api/v1/test-forgotten").then().statusCode(401);
    }

    @Test
    void an_unknown_route_is_a_problem() {
        given().auth()
                .oauth2(TestTokens.admin())
                .get("/api/v1/nothing-here")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"))
                .body("detail", equalTo("There is nothing at /api/v1/nothing-here."));
    }

    @Test
    void another_method_and_another_content_type_are_problems() {
        given().auth()
                .oauth2(TestTokens.admin())
                .put("/api/v1/users")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", equalTo("METHOD_NOT_ALLOWED"))
                .body("detail", startsWith("PUT is not possible here"));
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.TEXT)
                .body("x")
                .post("/api/v1/users")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("Content-Type: application/json"));
    }

    @Test
    void a_body_that_is_missing_is_named_in_words() {
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .post("/api/v1/users")
                .then()
                .statusCode(422)
                .body("detail", equalTo("the body is missing: send a JSON object"));
    }

    @Test
    void a_body_over_the_limit_is_refused() {
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType(ContentType.JSON)
                .body("{\"email\":\"" + "x".repeat(1_100_000) + "\"}")
                .post("/api/v1/users")
                .then()
                .statusCode(413);
    }

    @Test
    void answers_carry_security_headers_and_no_cors() {
        given().header("Origin", "https://elsewhere.example")
                .get("/api/v1/command-keys")
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .header("Cache-Control", "no-store")
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void a_limit_that_is_no_number_names_the_parameter() {
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes?state=ONLINE&limit=abc")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("limit"))
                .body("errors[0].message", equalTo("must be a whole number"));
    }
}
