package io.fleethub.hub.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.nodes.signed.SignedSender;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsResourceIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    LiveFeed feed;

    @Inject
    Event<ChangeNotice> notices;

    @Inject
    MovableClock clock;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final String node = "live-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<EventStream> streams = new ArrayList<>();
    private String secret;

    @BeforeEach
    void register() {
        secret = TestNodes.register(node);
    }

    @AfterEach
    void close() throws Exception {
        clock.reset();
        for (EventStream stream : streams) {
            stream.close();
        }
    }

    @Test
    void presence_commands_and_telemetry_are_told_while_they_happen() throws Exception {
        EventStream stream = open(TestTokens.viewer(), "?node=" + node);

        act("/disable");
        act("/enable");
        command();
        awaitHeard(stream, "presence", "DISABLED");
        awaitHeard(stream, "presence", "NEVER_SEEN");
        awaitHeard(stream, "command", "QUEUED");
        await().atMost(SOON)
                .untilAsserted(
                        () -> { // until the hub has heard that somebody reads
                            measure();
                            assertThat(stream.heard())
                                    .anyMatch(line -> line.startsWith("telemetry ") && line.contains(node));
                        });
    }

    @Test
    void what_another_hub_announces_is_told_too() throws Exception {
        EventStream stream = open(TestTokens.viewer(), "?types=presence&node=" + node);

        announce("live-presence:{\"t\":\"" + Tenants.DEFAULT + "\",\"d\":{\"nodeId\":\"" + node
                + "\",\"state\":\"LATE\"}}");

        awaitHeard(stream, "presence", "LATE");
    }

    @Test
    void another_tenant_hears_nothing_of_it() throws Exception {
        EventStream foreign = open(TestTokens.foreignAdmin(), "");
        EventStream own = open(TestTokens.viewer(), "?node=" + node);

        act("/disable");

        awaitHeard(own, "presence", "DISABLED");
        assertThat(foreign.heard()).noneMatch(line -> line.contains(node));
    }

    @Test
    void who_comes_back_is_given_what_was_missed() throws Exception {
        EventStream before = open(TestTokens.viewer(), "?node=" + node);
        act("/disable");
        awaitHeard(before, "presence", "DISABLED");
        String last = before.lastId();
        before.close();
        act("/enable");

        EventStream after = EventStream.open(TestTokens.viewer(), "?node=" + node, last);
        streams.add(after);

        awaitHeard(after, "presence", "NEVER_SEEN");
        assertThat(after.heard()).noneMatch(line -> line.contains("DISABLED") || line.startsWith("reload"));
    }

    @Test
    void where_events_may_be_missing_the_client_reloads() throws Exception {
        EventStream stranger = EventStream.open(TestTokens.viewer(), "", "another-hub-17");
        streams.add(stranger);
        EventStream present = open(TestTokens.viewer(), "");

        notices.fire(new ChangeNotice.Missed());

        awaitHeard(stranger, "reload", "{}");
        awaitHeard(present, "reload", "{}");
    }

    @Test
    void a_stream_ends_with_its_token() throws Exception {
        EventStream stream = open(TestTokens.viewer(), "");

        clock.advance(Duration.ofMinutes(16));

        await().atMost(SOON).until(stream::over);
    }

    @Test
    void a_stream_ends_when_its_user_signs_out() throws Exception {
        Map<String, String> tokens = signIn("live-" + UUID.randomUUID() + "@example.org");
        EventStream stream = open(tokens.get("accessToken"), "");
        EventStream other = open(TestTokens.viewer(), "");

        given().contentType("application/json")
                .body(Map.of("refreshToken", tokens.get("refreshToken")))
                .post("/api/v1/auth/logout")
                .then()
                .statusCode(204);

        await().atMost(SOON).until(stream::over);
        assertThat(other.over()).isFalse();
        assertThat(EventStream.answer(tokens.get("accessToken"), "", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_sign_in_that_ended_without_a_notice_is_found() throws Exception {
        Map<String, String> tokens = signIn("live-" + UUID.randomUUID() + "@example.org");
        EventStream stream = open(tokens.get("accessToken"), "");
        execute("fleet_owner", "delete from refresh_token where used_at is null");

        feed.checkSignIns();

        await().atMost(SOON).until(stream::over);
    }

    @Test
    void a_user_has_a_limited_number_of_streams_and_gets_places_back() throws Exception {
        String token = TestTokens.of(Role.VIEWER, Tenants.DEFAULT);
        for (int i = 0; i < 20; i++) {
            open(token, "");
        }

        assertThat(EventStream.answer(token, "", null).statusCode()).isEqualTo(429);
        streams.get(0).close();
        await().atMost(SOON).untilAsserted(() -> assertThat(statusOf(token)).isEqualTo(200));
    }

    private static int statusOf(String token) throws Exception {
        HttpResponse<InputStream> answer = EventStream.answer(token, "", null);
        answer.body().close();
        return answer.statusCode();
    }

    @Test
    void what_cannot_be_told_is_refused() {
        given().get("/api/v1/events").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.of(Role.OWNER, Tenants.DEFAULT))
                .get("/api/v1/events")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/events?types=weather")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("types"));
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/events?node=NO!")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("node"));
    }

    private EventStream open(String token, String query) throws Exception {
        EventStream stream = EventStream.open(token, query, null);
        streams.add(stream);
        return stream;
    }

    private static void awaitHeard(EventStream stream, String event, String part) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stream.heard())
                        .anyMatch(line -> line.startsWith(event + " ") && line.contains(part)));
    }

    private void act(String path) {
        int status = given().auth()
                .oauth2(TestTokens.admin())
                .post("/api/v1/nodes/" + node + path)
                .statusCode();
        assertThat(status).isBetween(200, 204);
    }

    private void command() {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/json")
                .body(Map.of("operation", "PING", "parameters", Map.of()))
                .post("/api/v1/nodes/" + node + "/commands")
                .then()
                .statusCode(202);
    }

    private void measure() {
        byte[] body = "{\"v\":1,\"reports\":[{\"metrics\":{\"a\":1}}]}".getBytes(StandardCharsets.UTF_8);
        new SignedSender(node, secret, clock)
                .post("/api/v1/telemetry", body)
                .then()
                .statusCode(200);
    }

    private static Map<String, String> signIn(String email) {
        given().auth()
                .oauth2(TestTokens.admin())
                .contentType("application/json")
                .body(Map.of("email", email, "password", "a long enough password", "role", "viewer"))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        return given().contentType("application/json")
                .body(Map.of("email", email, "password", "a long enough password", "cookie", false))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("");
    }

    private void announce(String payload) throws SQLException {
        try (Connection hub = TestDatabase.connect(databaseUrl, "fleet_hub");
                PreparedStatement notify = hub.prepareStatement("select pg_notify('fleet_changed', ?)")) {
            notify.setString(1, payload);
            notify.execute();
        }
    }

    private void execute(String role, String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(databaseUrl, role);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
