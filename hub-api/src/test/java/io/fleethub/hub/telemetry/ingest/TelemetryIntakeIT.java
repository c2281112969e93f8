package io.fleethub.hub.telemetry.ingest;

import static io.fleethub.hub.nodes.signed.SignedSender.changed;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.nodes.signed.SignedSender;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TelemetryIntakeIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TARGET = "/api/v1/telemetry";
    private static final MessageCodec CODEC = new MessageCodec();

    @Inject
    TelemetryHandler overMqtt;

    @Inject
    MovableClock clock;

    private final String stream = UUID.randomUUID().toString();
    private NodeId node;
    private SignedSender sender;

    @BeforeEach
    void register() {
        node = new NodeId("https-" + UUID.randomUUID().toString().substring(0, 8));
        sender = new SignedSender(node.value(), TestNodes.register(node.value()), clock);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_signed_batch_is_answered_once_it_is_committed() {
        Response answer = sender.post(TARGET, batch(1, 2, 3));

        answer.then()
                .statusCode(200)
                .body("streamId", equalTo(stream))
                .body("committedThrough", equalTo(3))
                .body("hubTime", notNullValue());
        assertThat(seqsInTheHub()).containsExactly(1, 2, 3);
    }

    @Test
    void the_outbox_says_from_where_on_it_wants_to_know() {
        sender.post(TARGET, batch(1, 2, 3)).then().statusCode(200);
        byte[] live = batch(7);

        assertThat(committedThrough(live, "1")).isEqualTo(3);
        assertThat(committedThrough(live, "5")).isEqualTo(4);
        assertThat(committedThrough(live, "7")).isEqualTo(7);
        SignedSender.post(TARGET, live, changed(sender.headers(TARGET, live), "X-Outbox-First-Seq", "0"))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("X-Outbox-First-Seq"));
    }

    @Test
    void delivered_over_both_ways_it_is_kept_once() {
        byte[] body = batch(1, 2);

        sender.post(TARGET, body).then().statusCode(200);
        overMqtt.handle(List.of(new Inbound<>(node, Tenants.DEFAULT, message(1, 2), clock.instant(), Map.of())));
        sender.post(TARGET, body).then().statusCode(200).body("committedThrough", equalTo(2));

        assertThat(seqsInTheHub()).containsExactly(1, 2);
    }

    @Test
    void a_batch_without_a_stream_is_kept_and_has_no_mark() {
        byte[] body = CODEC.encode(TelemetryBatch.of(null, null, List.of(report(null))));

        sender.post(TARGET, body)
                .then()
                .statusCode(200)
                .body("streamId", nullValue())
                .body("committedThrough", nullValue());
    }

    @Test
    void one_bad_report_is_refused_and_the_good_one_beside_it_is_kept() {
        TelemetryReport future =
                TelemetryReport.of(1L, clock.instant().plus(Duration.ofDays(40)), 1L, true, Map.of("a", 1));
        byte[] body = CODEC.encode(TelemetryBatch.of(stream, null, List.of(future, report(2L))));

        sender.post(TARGET, body).then().statusCode(200).body("committedThrough", equalTo(2));

        assertThat(seqsInTheHub()).containsExactly(2);
    }

    @Test
    void a_request_that_comes_again_is_refused() {
        byte[] body = batch(1);
        Map<String, String> headers = sender.headers(TARGET, body);
        SignedSender.post(TARGET, body, headers).then().statusCode(200);

        assertThat(refusal(SignedSender.post(TARGET, body, headers))).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void every_wrong_part_gets_the_same_answer() {
        byte[] body = batch(1);
        Map<String, String> right = sender.headers(TARGET, body);
        String other = "https-o-" + UUID.randomUUID().toString().substring(0, 8);
        SignedSender otherNode = new SignedSender(node.value(), TestNodes.register(other), clock);
        String elsewhere = "/api/v1/telemetry?x=1";

        List<Response> answers = List.of(
                SignedSender.post(TARGET, body, Map.of()),
                SignedSender.post(TARGET, body, changed(right, "X-Node-Id", "no-such-node")),
                SignedSender.post(TARGET, body, changed(right, "X-Node-Id", other)),
                SignedSender.post(TARGET, body, changed(right, "X-Nonce", "0".repeat(32))),
                SignedSender.post(TARGET, body, changed(right, "X-Nonce", "too short")),
                SignedSender.post(TARGET, body, changed(right, "X-Signature", "0".repeat(64))),
                SignedSender.post(TARGET, batch(2), right),
                SignedSender.post(elsewhere, body, right),
                otherNode.post(TARGET, body));

        assertThat(answers).allSatisfy(answer -> answer.then().statusCode(401));
        assertThat(answers.stream().map(answer -> answer.path("code").toString() + answer.path("detail")))
                .containsOnly(
                        answers.get(0).path("code").toString() + answers.get(0).path("detail"));
        assertThat(seqsInTheHub()).isEmpty();
    }

    @Test
    void a_wrong_clock_learns_the_time_of_the_hub() {
        byte[] body = batch(1);
        long now = clock.instant().getEpochSecond();

        for (long wrong : List.of(now - 310, now + 600)) {
            Response answer = SignedSender.post(TARGET, body, sender.headers(TARGET, body, wrong));
            answer.then().statusCode(401).body("code", equalTo("CLOCK"));
            assertThat(Instant.parse(answer.path("hubTime"))).isAfterOrEqualTo(Instant.ofEpochSecond(now));
        }
        SignedSender.post(TARGET, body, sender.headers(TARGET, body, now - 200))
                .then()
                .statusCode(200);
    }

    @Test
    void an_old_secret_signs_until_its_overlap_ends() {
        SignedSender renewed = new SignedSender(node.value(), rotate("PT1H"), clock);

        sender.post(TARGET, batch(1)).then().statusCode(200);
        renewed.post(TARGET, batch(2)).then().statusCode(200);
        clock.advance(Duration.ofMinutes(61));

        sender.post(TARGET, batch(3)).then().statusCode(401);
        renewed.post(TARGET, batch(3)).then().statusCode(200);
    }

    @Test
    void a_disabled_or_decommissioned_node_is_refused_like_a_stranger() {
        asAdmin("POST", "/disable");
        sender.post(TARGET, batch(1)).then().statusCode(401);
        asAdmin("POST", "/enable");
        sender.post(TARGET, batch(1)).then().statusCode(200);

        asAdmin("DELETE", "");

        sender.post(TARGET, batch(2)).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void what_is_no_batch_is_refused_with_its_reason() {
        byte[] large = new byte[256 * 1024 + 1];
        Arrays.fill(large, (byte) ' ');

        sender.post(TARGET, large).then().statusCode(413).body("code", equalTo("TOO_LARGE"));
        sender.post(TARGET, "{".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(400)
                .body("code", equalTo("UNREADABLE"));
        sender.post(TARGET, "{\"v\":1}".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(422)
                .body("code", equalTo("BAD_MESSAGE"));
        sender.post(TARGET, "{\"v\":2}".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_VERSION"));
    }

    @Test
    void who_fails_too_often_waits() {
        byte[] body = batch(1);
        Map<String, String> wrong = changed(sender.headers(TARGET, body), "X-Signature", "0".repeat(64));
        List<Integer> answers = new ArrayList<>();
        while (answers.size() < 100 && !answers.contains(429)) {
            answers.add(SignedSender.post(TARGET, body, wrong).statusCode());
        }

        assertThat(answers).endsWith(401, 429).hasSizeGreaterThan(20);
        SignedSender.post(TARGET, body, wrong).then().header("Retry-After", not(equalTo("0")));
        clock.advance(Duration.ofMinutes(2));
        sender.post(TARGET, body).then().statusCode(200);
    }

    @Test
    void a_node_that_only_sends_over_https_is_online_and_says_so() {
        sender.post(TARGET, batch(1)).then().statusCode(200);

        await().atMost(SOON)
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.viewer())
                        .get("/api/v1/nodes/" + node + "/presence")
                        .then()
                        .body("state", equalTo("ONLINE"))
                        .body("reason", equalTo("HTTPS_ONLY")));
    }

    private static String refusal(Response answer) {
        return answer.then().statusCode(401).extract().path("code");
    }

    private int committedThrough(byte[] body, String firstSeq) {
        return SignedSender.post(TARGET, body, changed(sender.headers(TARGET, body), "X-Outbox-First-Seq", firstSeq))
                .then()
                .statusCode(200)
                .extract()
                .path("committedThrough");
    }

    private byte[] batch(long... seqs) {
        return CODEC.encode(message(seqs));
    }

    private TelemetryBatch message(long... seqs) {
        return TelemetryBatch.of(
                stream, null, Arrays.stream(seqs).mapToObj(this::report).toList());
    }

    /** Of the same time in every batch, as a report that is sent again. */
    private TelemetryReport report(Long seq) {
        return TelemetryReport.of(seq, clock.instant(), 1_000L, true, Map.of("cpu.percent", 12.5));
    }

    private List<Integer> seqsInTheHub() {
        return given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node + "/telemetry?step=raw")
                .then()
                .statusCode(200)
                .extract()
                .path("items.seq");
    }

    private String rotate(String overlap) {
        return given().auth()
                .oauth2(TestTokens.admin())
                .contentType("application/json")
                .body(Map.of("overlap", overlap))
                .post("/api/v1/nodes/" + node + "/secret")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");
    }

    private void asAdmin(String verb, String path) {
        int status = given().auth()
                .oauth2(TestTokens.admin())
                .request(verb, "/api/v1/nodes/" + node + path)
                .statusCode();
        assertThat(status).isBetween(200, 204);
    }
}
