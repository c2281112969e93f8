package io.fleethub.hub.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.testing.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuthResourceIT {

    private static final String EMAIL = "admin@example.org";
    private static final String PASSWORD = "correct horse battery";

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void the_configured_first_administrator_signs_in_and_reads_users() {
        String token = login(Map.of("email", "Admin@Example.org ", "password", PASSWORD))
                .then()
                .statusCode(200)
                .body("expiresIn", equalTo(900))
                .body("refreshToken", nullValue())
                .extract()
                .path("accessToken");

        given().auth()
                .oauth2(token)
                .get("/api/v1/users")
                .then()
                .statusCode(200)
                .body("items[0].email", equalTo(EMAIL))
                .body("items[0].role", equalTo("admin"));
    }

    @Test
    void the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        Response response = login(Map.of("email", EMAIL, "password", PASSWORD));

        assertThat(response.header("Set-Cookie"))
                .contains("fleet_refresh=", "HttpOnly", "SameSite=Strict", "Path=/api/v1/auth")
                .doesNotContain("Secure");
    }

    @Test
    void a_wrong_password_and_an_unknown_address_get_the_same_answer() {
        Response wrong = login(Map.of("email", "someone@example.org", "password", "wrong"));
        Response unknown = login(Map.of("email", EMAIL, "password", "wrong"));

        wrong.then().statusCode(401).contentType("application/problem+json").body("code", equalTo("WRONG_CREDENTIALS"));
        assertThat(unknown.path("detail").toString())
                .isEqualTo(wrong.path("detail").toString());
    }

    @Test
    void a_missing_field_is_named() {
        login(Map.of("email", EMAIL))
                .then()
                .statusCode(422)
                .body("code", equalTo("INVALID"))
                .body("errors[0].field", equalTo("password"))
                .body("requestId", matchesRegex("[0-9a-f-]{36}"));
    }

    @Test
    void an_address_is_locked_after_its_attempts_and_free_again_after_the_window() {
        Map<String, String> wrong = Map.of("email", "locked@example.org", "password", "wrong");
        for (int i = 0; i < 10; i++) {
            login(wrong).then().statusCode(401);
        }

        login(wrong)
                .then()
                .statusCode(429)
                .body("code", equalTo("TOO_MANY_ATTEMPTS"))
                .header("Retry-After", notNullValue());
        clock.advance(Duration.ofMinutes(16));
        login(wrong).then().statusCode(401);
    }

    @Test
    void a_refresh_token_is_good_once() {
        String first = refreshToken();
        String second = refresh(first).then().statusCode(200).extract().path("refreshToken");
        assertThat(second).isNotEqualTo(first);

        refresh(second).then().statusCode(200).body("accessToken", notNullValue());
    }

    @Test
    void a_refresh_token_that_comes_twice_ends_its_family() {
        String first = refreshToken();
        String second = refresh(first).then().statusCode(200).extract().path("refreshToken");

        refresh(first).then().statusCode(401).body("code", equalTo("REFRESH_REFUSED"));

        refresh(second).then().statusCode(401);
    }

    @Test
    void an_expired_refresh_token_is_refused() {
        String token = refreshToken();
        clock.advance(Duration.ofDays(31));

        refresh(token).then().statusCode(401);
    }

    @Test
    void a_browser_refreshes_with_its_cookie_alone() {
        String cookie = login(Map.of("email", EMAIL, "password", PASSWORD)).cookie("fleet_refresh");

        Response refreshed = json().cookie("fleet_refresh", cookie).post("/api/v1/auth/refresh");

        refreshed.then().statusCode(200).body("refreshToken", nullValue());
        assertThat(refreshed.cookie("fleet_refresh")).isNotEqualTo(cookie);
    }

    @Test
    void signing_out_ends_the_refresh_token_and_clears_the_cookie() {
        String token = refreshToken();

        Response out = json().body(Map.of("refreshToken", token)).post("/api/v1/auth/logout");

        out.then().statusCode(204);
        assertThat(out.header("Set-Cookie")).contains("fleet_refresh=;", "Max-Age=0");
        refresh(token).then().statusCode(401);
    }

    @Test
    void a_token_signed_with_another_key_is_refused() {
        String token = TestTokens.admin();
        String tampered = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);

        given().auth()
                .oauth2(tampered)
                .get("/api/v1/users")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    private String refreshToken() {
        return login(Map.of("email", EMAIL, "password", PASSWORD, "cookie", false))
                .then()
                .statusCode(200)
                .extract()
                .path("refreshToken");
    }

    private static Response login(Map<String, ?> body) {
        return json().body(body).post("/api/v1/auth/login");
    }

    private static Response refresh(String token) {
        return json().body(Map.of("refreshToken", token)).post("/api/v1/auth/refresh");
    }

    private static RequestSpecification json() {
        return given().contentType(ContentType.JSON);
    }
}
