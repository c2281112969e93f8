package io.fleethub.hub.commands;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.BatchHandler;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LedgerProfile.class)
class FetchLogsIT {

    private static final String TEXT =
            IntStream.range(0, 500).mapToObj(i -> "line " + i + " ä\n").collect(Collectors.joining());

    @Inject
    LedgerFixture fleet;

    @Inject
    BatchHandler<LogChunk> chunks;

    @Inject
    CommandDeadlineJob deadlines;

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void chunks_then_result_ends_the_command_and_the_text_is_read() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);

        deliver(node, slices(command, 1));
        succeed(node, command, 1);

        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(text(node, command)).isEqualTo(TEXT);
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node + "/logs")
                .then()
                .statusCode(200)
                .body("items[0].commandId", equalTo(command.toString()))
                .body("items[0].source", equalTo("web"))
                .body("items[0].lines", equalTo(500))
                .body("items[0].bytes", equalTo(TEXT.getBytes(StandardCharsets.UTF_8).length))
                .body("items[0].complete", equalTo(true));
    }

    @Test
    void a_result_before_the_last_chunk_waits_for_it() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        List<LogChunk> all = slices(command, 1);
        deliver(node, all.subList(0, 2));
        succeed(node, command, 1);
        CommandView waiting = fleet.see(command);

        deliver(node, all.subList(2, all.size()));

        assertThat(waiting.status()).isEqualTo(CommandStatus.IN_PROGRESS);
        assertThat(waiting.result()).isNull();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(fleet.see(command).result().path("lines").asInt()).isEqualTo(500);
    }

    @Test
    void chunks_delivered_twice_and_in_any_order_change_nothing() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        List<LogChunk> reversed = new ArrayList<>(slices(command, 1));
        Collections.reverse(reversed);

        deliver(node, reversed);
        deliver(node, reversed.subList(0, 2));
        succeed(node, command, 1);

        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(text(node, command)).isEqualTo(TEXT);
    }

    @Test
    void a_log_that_does_not_come_fails_the_attempt_after_a_minute_and_the_next_one_is_queued() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        deliver(node, slices(command, 1).subList(0, 1));
        succeed(node, command, 1);
        clock.advance(Duration.ofSeconds(59));
        deadlines.endOverdue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.IN_PROGRESS);

        clock.advance(Duration.ofSeconds(2));
        deadlines.endOverdue();

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.QUEUED);
        assertThat(seen.attempt()).isEqualTo(2);
        assertThat(seen.reason().detail()).startsWith("LOG_INCOMPLETE");
        deliver(node, slices(command, 2));
        succeed(node, command, 2);
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
    }

    @Test
    void chunks_that_are_not_what_was_announced_fail_the_attempt() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        byte[] gzip = gzip(TEXT);

        deliver(node, List.of(LogChunk.of(command, 1, "web", 0, 1, "0".repeat(64), gzip)));
        succeed(node, command, 1);
        deadlines.endOverdue();

        assertThat(fleet.see(command).reason().detail()).startsWith("LOG_INCOMPLETE");
        given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node + "/logs")
                .then()
                .body("items[0].complete", equalTo(false))
                .body("items[0].lines", nullValue());
        read(TestTokens.viewer(), node, command).then().statusCode(404);
    }

    @Test
    void a_chunk_that_differs_from_the_announcement_is_quarantined() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        deliver(node, slices(command, 1).subList(0, 1));

        assertThatThrownBy(() ->
                        deliver(node, List.of(LogChunk.of(command, 1, "web", 1, 2, "0".repeat(64), new byte[] {1}))))
                .isInstanceOfSatisfying(
                        QuarantineException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.HASH_MISMATCH));
    }

    @Test
    void chunks_that_nobody_asked_this_node_for_are_quarantined() {
        NodeId asked = fleet.nodeOnline();
        NodeId other = fleet.nodeOnline();
        CommandId command = fetch(asked);

        assertThatThrownBy(() -> deliver(other, slices(command, 1)))
                .isInstanceOfSatisfying(
                        QuarantineException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.UNKNOWN_COMMAND));
    }

    @Test
    void another_tenant_finds_no_log_and_nobody_reads_without_a_token() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fetch(node);
        deliver(node, slices(command, 1));
        String foreign = TestTokens.foreignAdmin();

        read(foreign, node, command).then().statusCode(404);
        given().auth()
                .oauth2(foreign)
                .get("/api/v1/nodes/" + node + "/logs")
                .then()
                .statusCode(404);
        given().get("/api/v1/nodes/" + node + "/logs/" + command).then().statusCode(401);
    }

    private CommandId fetch(NodeId node) {
        return fleet.submit(node, "FETCH_LOGS", "{'source':'web'}");
    }

    private void succeed(NodeId node, CommandId command, int attempt) {
        fleet.says(
                node,
                CommandUpdate.of(command, attempt, UpdateStatus.SUCCEEDED, clock.instant())
                        .withResult(LedgerFixture.json("{'lines':500}")));
    }

    private void deliver(NodeId node, List<LogChunk> delivered) {
        chunks.handle(delivered.stream()
                .map(chunk -> new Inbound<>(node, LedgerFixture.TENANT.id(), chunk, clock.instant(), Map.of()))
                .toList());
    }

    private static List<LogChunk> slices(CommandId command, int attempt) {
        byte[] gzip = gzip(TEXT);
        int size = gzip.length / 4;
        List<LogChunk> slices = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] slice = Arrays.copyOfRange(gzip, i * size, i == 3 ? gzip.length : (i + 1) * size);

            slices.add(LogChunk.of(command, attempt, "web", i, 4, sha256(gzip), slice));
        }
        return slices;
    }

    private String text(NodeId node, CommandId command) {
        return read(TestTokens.viewer(), node, command)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static Response read(String token, NodeId node, CommandId command) {
        return given().auth().oauth2(token).get("/api/v1/nodes/" + node + "/logs/" + command);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
