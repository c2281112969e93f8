package io.fleethub.hub.logs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.nodes.signed.SignedSender;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.LogChunk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogIntakeIT {

    private static final String TARGET = "/api/v1/logs";

    @Inject
    Clock clock;

    @Test
    void a_chunk_over_https_is_kept_like_one_over_mqtt_and_once() throws Exception {
        SignedSender sender = registered();
        CommandId command = askForLog(sender.nodeId());
        byte[] chunk = chunk(command, "one line\n");

        for (int times = 0; times < 2; times++) {
            sender.post(TARGET, chunk)
                    .then()
                    .statusCode(200)
                    .body("commandId", equalTo(command.toString()))
                    .body("index", equalTo(0))
                    .body("hubTime", notNullValue());
        }

        String text = given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + sender.nodeId() + "/logs/" + command)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(text).isEqualTo("one line\n");
    }

    @Test
    void a_chunk_that_nobody_asked_this_node_for_is_refused() throws Exception {
        SignedSender asked = registered();
        SignedSender other = registered();
        byte[] chunk = chunk(askForLog(asked.nodeId()), "secret\n");

        other.post(TARGET, chunk).then().statusCode(422).body("code", equalTo("UNKNOWN_COMMAND"));
    }

    @Test
    void a_chunk_with_a_wrong_signature_is_refused() throws Exception {
        SignedSender sender = registered();
        byte[] chunk = chunk(askForLog(sender.nodeId()), "text\n");
        Map<String, String> headers = sender.headers("/api/v1/telemetry", chunk);

        SignedSender.post(TARGET, chunk, headers).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    private SignedSender registered() {
        String node = "logs-" + UUID.randomUUID().toString().substring(0, 8);
        return new SignedSender(node, TestNodes.register(node), clock);
    }

    private static CommandId askForLog(String node) {
        String id = given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/json")
                .body(Map.of("operation", "FETCH_LOGS", "parameters", Map.of("source", "web")))
                .post("/api/v1/nodes/" + node + "/commands")
                .then()
                .statusCode(202)
                .extract()
                .path("commandId");
        return CommandId.of(id);
    }

    private static byte[] chunk(CommandId command, String text) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(gzip.toByteArray()));
        String data = Base64.getEncoder().encodeToString(gzip.toByteArray());
        return new MessageCodec().encode(new LogChunk(1, command, 1, "web", 0, 1, sha256, LogChunk.ENCODING, data));
    }
}
