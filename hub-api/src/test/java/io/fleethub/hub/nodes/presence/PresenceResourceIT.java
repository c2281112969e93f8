package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceRows.birth;
import static io.fleethub.hub.nodes.presence.PresenceRows.death;
import static io.fleethub.hub.nodes.presence.PresenceRows.heartbeat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.NodeId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PresenceResourceIT {

    @Inject
    PresenceFixture nodes;

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void tellsStateAndHistoryLatestFirst() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));
        nodes.deliver(node, death("s", 1, "REBOOT"));

        get(TestTokens.viewer(), node.value(), Map.of())
                .statusCode(200)
                .body("state", equalTo("OFFLINE"))
                .body("reason", equalTo("REBOOT"))
                .body("since", notNullValue())
                .body("lastSeenAt", notNullValue())
                .body("items.state", contains("OFFLINE", "ONLINE", "NEVER_SEEN"))
                .body("items.reason", contains("REBOOT", "HEARTBEAT", "REGISTERED"))
                .body("next", nullValue());
    }

    @Test
    void tellsTheShareOfTheTimeThatTheNodeWasThere() {
        NodeId node = nodes.register();
        clock.advance(Duration.ofHours(10));
        nodes.deliver(node, birth("s", 1, 0));
        clock.advance(Duration.ofHours(30));

        float share = get(TestTokens.viewer(), node.value(), Map.of()).extract().path("uptimeShare");

        assertThat(share).isCloseTo(0.75f, within(0.001f));
    }

    @Test
    void tellsTheShareOfEachDay() {
        Instant midnight = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        NodeId node = nodes.register();
        clock.advance(Duration.between(clock.instant(), midnight.plus(Duration.ofHours(18))));
        nodes.deliver(node, birth("s", 1, 0));
        clock.advance(Duration.ofHours(12));
        nodes.deliver(node, death("s", 1, "SHUTDOWN"));
        clock.advance(Duration.ofHours(18));

        ValidatableResponse answer = get(TestTokens.viewer(), node.value(), Map.of());

        LocalDate day = LocalDate.ofInstant(midnight, ZoneOffset.UTC);
        answer.body(
                "days.day.subList(0, 3)",
                contains(day.plusDays(2).toString(), day.plusDays(1).toString(), day.toString()));
        List<Float> shares = answer.extract().path("days.uptimeShare");
        assertThat(shares.get(1)).isCloseTo(0.25f, within(0.001f));
        assertThat(shares.get(2)).isCloseTo(0.25f, within(0.001f));
        assertThat(shares.get(0)).isZero();
    }

    @Test
    void tellsWhenTheNodeLastWentBeyondItsLimits() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));
        get(TestTokens.viewer(), node.value(), Map.of()).body("quota", nullValue());

        Instant exceededAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (int delivery = 0; delivery < 2; delivery++) {
            nodes.deliver(node, heartbeat("s", 1, 1), exceededAt, Map.of("quota", "17"));
        }
        nodes.deliver(node, heartbeat("s", 1, 2), exceededAt.plusSeconds(60), Map.of());

        get(TestTokens.viewer(), node.value(), Map.of())
                .body("quota.refused", equalTo(17))
                .body("quota.exceededAt", equalTo(exceededAt.toString()));
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node)
                .then()
                .statusCode(200)
                .body("presence.quota.refused", equalTo(17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "99999999999", ""})
    void quotaThatIsNoCountIsNotTaken(String quota) {
        NodeId node = nodes.register();

        nodes.deliver(node, birth("s", 1, 0), clock.instant(), Map.of("quota", quota));

        get(TestTokens.viewer(), node.value(), Map.of())
                .body("state", equalTo("ONLINE"))
                .body("quota", nullValue());
    }

    @Test
    void pagesThroughHistory() {
        NodeId node = nodes.register();
        for (int session = 1; session <= 3; session++) {
            nodes.deliver(node, birth("s", session, 0));
            nodes.deliver(node, death("s", session, "REBOOT"));
        }

        String next = get(TestTokens.viewer(), node.value(), Map.of("limit", 4))
                .body("items.state", contains("OFFLINE", "ONLINE", "OFFLINE", "ONLINE"))
                .extract()
                .path("next");

        get(TestTokens.viewer(), node.value(), Map.of("limit", 4, "cursor", next))
                .body("items.state", contains("OFFLINE", "ONLINE", "NEVER_SEEN"))
                .body("next", nullValue());
    }

    @Test
    void aCursorOfAnotherNodeIsRefused() {
        NodeId node = nodes.register();
        nodes.deliver(node, birth("s", 1, 0));
        String next = get(TestTokens.viewer(), node.value(), Map.of("limit", 1))
                .extract()
                .path("next");

        get(TestTokens.viewer(), nodes.register().value(), Map.of("cursor", next))
                .statusCode(400)
                .body("code", equalTo("INVALID_CURSOR"));
    }

    @Test
    void aNodeOfAnotherTenantIsNotThere() {
        NodeId node = nodes.register();

        get(TestTokens.foreignAdmin(), node.value(), Map.of()).statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void aNameThatIsNoneIsNotThereEither() {
        get(TestTokens.viewer(), "NO%20NODE", Map.of()).statusCode(404);
    }

    @Test
    void nobodyReadsItWithoutSigningIn() {
        given().get("/api/v1/nodes/any/presence").then().statusCode(401);
    }

    private static ValidatableResponse get(String token, String node, Map<String, ?> query) {
        return given().auth()
                .oauth2(token)
                .queryParams(query)
                .urlEncodingEnabled(false)
                .get("/api/v1/nodes/" + node + "/presence")
                .then();
    }
}
