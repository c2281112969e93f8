package io.fleethub.agent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.config.LocalConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real sockets, so that what the JDK's server makes of a request is part of it. */
class LocalPortTest {

    @TempDir
    Path folder;

    private LocalRig rig;
    private LocalPort port;

    @BeforeEach
    void open() throws IOException {
        rig = new LocalRig(folder);
        port = new LocalPort(rig.config().local(), rig.sources());
        port.start();
        await().until(() -> port.number().isPresent());
    }

    @AfterEach
    void close() {
        port.close();
        rig.close();
    }

    @Test
    void servesMetricsAsPrometheusReadsThem() throws IOException {
        String answer = get("/metrics");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/plain; version=0.0.4; charset=utf-8")
                .contains("# TYPE fleet_agent_connected gauge");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /metricsx      | 404
                    GET /metrics/      | 404
                    GET /../etc/passwd | 404
                    POST /metrics      | 405
                    DELETE /metrics    | 405
                    GET /metrics/app   | 405
                    """)
    void onlyTheKnownPathsAndMethodsAnswer(String request, int status) throws IOException {
        assertThat(send(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void aNameThatIsNotThisNodesGetsNothing() throws IOException {
        assertThat(send("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("fleet_");
    }

    @Test
    void noOtherSiteIsInvited() throws IOException {
        assertThat(get("/metrics"))
                .containsIgnoringCase("x-content-type-options: nosniff")
                .containsIgnoringCase("x-frame-options: DENY")
                .doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void anApplicationHandsInItsMetrics() throws IOException {
        String answer = post("{\"energy.cost.eur\": 3.25}");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("{\"taken\":1,\"maxAge\":\"PT5M\"}");
        assertThat(rig.apps().sample()).containsOnly(Map.entry("energy.cost.eur", 3.25));
    }

    @Test
    void aRefusalNamesTheField() throws IOException {
        String answer = post("{\"cpu.percent\": 1}");

        assertThat(answer)
                .startsWith("HTTP/1.1 422 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"errors\":[{\"field\":\"cpu.percent\",\"message\":\"begins with ");
        assertThat(rig.apps().sample()).isEmpty();
    }

    @Test
    void whatAFormOfAForeignPageCouldSendIsNotTaken() throws IOException {
        String body = "{\"energy.cost.eur\": 3.25}";

        String answer =
                send("POST /metrics/app HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 415 ");
        assertThat(rig.apps().sample()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsNotTaken() throws IOException {
        assertThat(post("{\"energy.x\": \"" + "x".repeat(65_536) + "\"}")).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void servesThePage() throws IOException {
        assertThat(get("/"))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/html; charset=utf-8")
                .containsIgnoringCase("content-security-policy: default-src 'none';")
                .contains("<h1>pi-1</h1>")
                .contains("Connected");
    }

    @Test
    void aViewerIsToldOfWhatChanges() throws IOException {
        try (Viewer viewer = new Viewer()) {
            viewer.awaitLine("retry: 3000");
            assertThat(viewer.awaitLine("data: ")).contains("\"connection\":").contains("\"apps\":");

            post("{\"energy.mode\": \"eco\"}");

            viewer.awaitLineWith("energy.mode");
        }
    }

    @Test
    void oneViewerTooManyIsSentAwayUntilAnotherGoes() throws IOException {
        List<Viewer> viewers = new ArrayList<>();
        for (int i = 0; i < rig.config().local().viewers(); i++) {
            Viewer viewer = new Viewer();
            viewer.awaitLine("data: ");
            viewers.add(viewer);
        }
        assertThat(get("/events")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: 10");
        assertThat(get("/metrics")).as("others are served still").startsWith("HTTP/1.1 200 ");

        viewers.get(0).close();

        await().untilAsserted(() -> {
            try (Viewer next = new Viewer()) {
                assertThat(next.awaitLine("")).startsWith("HTTP/1.1 200 ");
            }
        });
        for (Viewer viewer : viewers) {
            viewer.close();
        }
    }

    @Test
    void viewersAreToldWhenTheAgentStops() throws IOException {
        try (Viewer viewer = new Viewer()) {
            viewer.awaitLine("data: ");

            port.close();

            viewer.awaitLine("event: bye");
        }
    }

    /** A browser that follows the page. */
    private final class Viewer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Viewer() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port.number().getAsInt());
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String awaitLine(String beginning) throws IOException {
            return awaitLine(line -> line.startsWith(beginning));
        }

        void awaitLineWith(String text) throws IOException {
            awaitLine(line -> line.contains(text));
        }

        private String awaitLine(Predicate<String> wanted) throws IOException {
            long begun = System.nanoTime();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (wanted.test(line)) {
                    return line;
                }
                if (System.nanoTime() - begun > 60_000_000_000L) {
                    break;
                }
            }
            throw new AssertionError("no such line");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aPortThatIsTakenDoesNotStopTheAgentAndIsReported() {
        LocalPort second = new LocalPort(
                new LocalConfig(port.number().getAsInt(), "127.0.0.1", false, List.of(), 4), rig.sources());

        second.start();

        await().untilAsserted(() -> assertThat(rig.errors().summary().latest())
                .anySatisfy(error -> assertThat(error.code()).isEqualTo("LOCAL_PORT_FAILED")));
        second.close();
    }

    private String get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private String post(String body) throws IOException {
        return send(
                "POST /metrics/app HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    private String send(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), port.number().getAsInt())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
