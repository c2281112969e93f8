package io.fleethub.hub.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UsersResourceIT {

    @Test
    void a_user_that_an_administrator_adds_signs_in_with_its_role() {
        create(TestTokens.admin(), "reader@example.org", "viewer").then().statusCode(201);

        String token = given().contentType(ContentType.JSON)
                .body(Map.of("email", "reader@example.org", "password", "a long password"))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");

        given().auth().oauth2(token).get("/api/v1/users").then().statusCode(403);
    }

    @Test
    void an_address_is_taken_once() {
        create(TestTokens.admin(), "twice@example.org", "viewer").then().statusCode(201);

        create(TestTokens.admin(), "TWICE@example.org", "admin")
                .then()
                .statusCode(409)
                .body("code", equalTo("EMAIL_TAKEN"));
    }

    @Test
    void a_bad_role_is_named() {
        create(TestTokens.admin(), "role@example.org", "king")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("role"));
    }

    @Test
    void pages_go_on_where_the_cursor_says() {
        for (int i = 0; i < 3; i++) {
            create(TestTokens.admin(), "page" + i + "@example.org", "viewer");
        }
        Response first = given().auth().oauth2(TestTokens.admin()).get("/api/v1/users?limit=2");

        Response second = given().auth()
                .oauth2(TestTokens.admin())
                .queryParam("cursor", first.<String>path("next"))
                .get("/api/v1/users?limit=500");

        List<String> seen = second.path("items.email");
        List<String> before = first.path("items.email");
        assertThat(before).hasSize(2);
        assertThat(seen).isNotEmpty().doesNotContainAnyElementsOf(before);
        assertThat(second.<String>path("next")).isNull();
    }

    @Test
    void a_foreign_administrator_neither_sees_nor_deletes_our_users() {
        String userId = create(TestTokens.admin(), "ours@example.org", "viewer")
                .then()
                .extract()
                .path("userId");
        String foreign = TestTokens.foreignAdmin();

        assertThat(given().auth().oauth2(foreign).get("/api/v1/users").<List<String>>path("items.email"))
                .doesNotContain("ours@example.org");
        given().auth().oauth2(foreign).delete("/api/v1/users/" + userId).then().statusCode(404);
        given().auth()
                .oauth2(TestTokens.admin())
                .delete("/api/v1/users/" + userId)
                .then()
                .statusCode(204);
    }

    private static Response create(String token, String email, String role) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", "a long password", "role", role))
                .post("/api/v1/users");
    }
}
