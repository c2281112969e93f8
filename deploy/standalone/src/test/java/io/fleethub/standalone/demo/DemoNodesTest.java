package io.fleethub.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fleethub.standalone.demo.DemoNodes.DemoNode;
import io.fleethub.standalone.options.Timing;
import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoNodesTest {
    private static final List<URI> BROKERS =
            List.of(URI.create("mqtts://h:1"), URI.create("wss://h:2/mqtt"), URI.create("mqtt://h:3"));

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger nextPort = new AtomicInteger(20_001);
    private HttpServer hub;
    private DemoNodes nodes;

    @TempDir
    Path folder;

    @BeforeEach
    void startAHub() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/v1/auth/login", exchange -> {
            boolean known = new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains("right");
            answer(exchange, known ? 200 : 401, known ? "{\"accessToken\":\"t\"}" : "{\"code\":\"UNAUTHENTICATED\"}");
        });
        hub.createContext(
                "/api/v1/nodes",
                exchange -> answer(exchange, 201, "{\"secret\":\"s1\",\"commandKeys\":{\"keys\":[]}}"));
        hub.start();
        Path ca = Files.writeString(folder.resolve("ca.crt"), "CA");
        nodes = new DemoNodes(
                folder, ca, new Timing(seconds(7), seconds(5), seconds(9), seconds(9)), nextPort::getAndIncrement);
    }

    @AfterEach
    void stopTheHub() {
        hub.stop(0);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    private List<DemoNode> prepare(int count, String password) {
        URI address = URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
        return nodes.prepare(count, BROKERS, address, "a@b", () -> password);
    }

    private static JsonNode config(DemoNode node) throws IOException {
        return new ObjectMapper().readTree(node.configFile().toFile());
    }

    @Test
    void nodesUseTheThreeWaysToTheBrokerInTurnAndPinTheCaWhereThereIsTls() throws IOException {
        List<DemoNode> four = prepare(4, "right");

        assertThat(four).extracting(DemoNode::nodeId).containsExactly("demo-1", "demo-2", "demo-3", "demo-4");
        assertThat(config(four.get(0)).path("brokerUri").asText()).isEqualTo("mqtts://h:1");
        assertThat(config(four.get(1)).path("brokerUri").asText()).isEqualTo("wss://h:2/mqtt");
        assertThat(config(four.get(2)).path("brokerUri").asText()).isEqualTo("mqtt://h:3");
        assertThat(config(four.get(3)).path("brokerUri").asText()).isEqualTo("mqtts://h:1");
        assertThat(config(four.get(0)).path("brokerCaFile").asText()).isEqualTo(folder + "/demo-1/ca.crt");
        assertThat(config(four.get(2)).has("brokerCaFile")).isFalse();
        assertThat(config(four.get(0)).path("heartbeatInterval").asText()).isEqualTo("PT7S");
        assertThat(config(four.get(0)).path("sampleInterval").asText()).isEqualTo("PT5S");
    }

    @Test
    void eachNodeShowsItselfOnAPortOfItsOwn() throws IOException {
        List<DemoNode> two = prepare(2, "right");

        assertThat(two)
                .extracting(DemoNode::page)
                .containsExactly(URI.create("http://127.0.0.1:20001/"), URI.create("http://127.0.0.1:20002/"));
        assertThat(config(two.get(1)).path("local").path("port").asInt()).isEqualTo(20_002);
        assertThat(config(two.get(1)).path("local").has("address"))
                .as("stays on this machine")
                .isFalse();
    }

    @Test
    void theSecretIsForItsOwnerOnly() throws IOException {
        prepare(1, "right");

        Path secret = folder.resolve("demo-1/secret");
        assertThat(Files.readString(secret)).isEqualTo("s1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondStartUsesTheNodesAgainWithoutASignIn() {
        prepare(2, "right");
        calls.clear();

        prepare(2, "right");

        assertThat(calls).isEmpty();
    }

    @Test
    void onlyTheNodeThatIsMissingIsEnrolled() {
        prepare(1, "right");
        calls.clear();

        prepare(2, "right");

        assertThat(calls).containsExactly("POST /api/v1/auth/login", "POST /api/v1/nodes");
    }

    @Test
    void aRefusedSignInIsOneLineWithoutThePassword() {
        assertThatThrownBy(() -> prepare(1, "wrong"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("a@b")
                .hasMessageContaining("401 UNAUTHENTICATED")
                .hasMessageNotContaining("wrong");
    }
}
