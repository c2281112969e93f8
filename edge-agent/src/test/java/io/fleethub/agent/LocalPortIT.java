package io.fleethub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local port of the agent's real process, with the real broker and a hub that the test scripts. */
class LocalPortIT {

    private static final Pattern ADDRESS =
            Pattern.compile("event=local\\.listening url=(http://127\\.0\\.0\\.1:[0-9]+/)");
    private static final AtomicInteger NODES = new AtomicInteger();

    @TempDir
    static Path shared;

    private static BrokerProcess broker;

    @TempDir
    Path directory;

    private final String nodeId = BrokerProcess.nodeId(NODES.getAndIncrement());
    private final HttpClient browser =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private ScriptedHub hub;
    private ChildProcess agent;
    private URI address;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new BrokerProcess(shared, TestKeys.make(shared, "broker", "dns:localhost,ip:127.0.0.1"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startHubAndAgent() throws Exception {
        hub = new ScriptedHub(broker.mqttPort);
        hub.says(HubStatus.State.ONLINE);
        Path config = new AgentSettings(directory, directory.resolve("data"))
                .write(nodeId, "mqtt://127.0.0.1:" + broker.mqttPort, """
                "local": {"port": 0}, "appMetrics": {"file": "app.json"},
                "services": [{"name": "demo", "manager": "process", "command": ["sleep", "1000"]}],
                """);
        agent = ChildProcess.agent(config);
        agent.awaitReady();
        address = await().atMost(Duration.ofSeconds(60)).until(this::announced, url -> url != null);
    }

    private URI announced() {
        Matcher matcher = ADDRESS.matcher(agent.output());
        return matcher.find() ? URI.create(matcher.group(1)) : null;
    }

    @AfterEach
    void stop() {
        agent.close();
        hub.close();
    }

    @Test
    void whatAnApplicationAndTheServicesMeasureReachesTheHub() throws Exception {
        Files.writeString(directory.resolve("app.json"), "{\"energy.mode\": \"eco\"}");

        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(address.resolve("metrics/app"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"energy.cost.eur\": 3.25}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        eventually(() -> assertThat(committed())
                .anySatisfy(report -> assertThat(report.metrics())
                        .containsEntry("energy.cost.eur", 3.25)
                        .containsEntry("energy.mode", "eco")
                        .containsEntry("service.demo.state", "RUNNING")
                        .containsKeys("service.demo.mem.used.bytes", "cpu.percent")));
        assertThat(get("metrics"))
                .contains("fleet_agent_connected 1\n")
                .contains("fleet_service_state{service=\"demo\",state=\"RUNNING\"} 1\n")
                .contains("fleet_app_value{name=\"energy.cost.eur\"} 3.25\n");
    }

    @Test
    void thePageFollowsTheConnectionAndSaysWhatWaits() throws Exception {
        follow();
        eventually(() -> assertThat(get("")).contains("Connected to the hub"));

        broker.kill();

        eventually(
                () -> assertThat(events).anySatisfy(event -> assertThat(event).contains("Not connected")));
        eventually(() -> assertThat(get(""))
                .contains("Not connected", "will be sent when the way is free")
                .containsPattern("[0-9]+ reports wait here"));

        broker.start();
        hub.close();
        hub = new ScriptedHub(broker.mqttPort);
        hub.says(HubStatus.State.ONLINE);

        eventually(() -> assertThat(events.get(events.size() - 1)).contains("Connected to the hub"));
    }

    @Test
    void thePageSaysThatTheHubIsAway() throws Exception {
        eventually(() -> assertThat(get("")).contains("Connected to the hub"));

        hub.says(HubStatus.State.OFFLINE);

        eventually(
                () -> assertThat(get("")).contains("The hub is away").containsPattern("[0-9]+ reports? waits? here"));
    }

    private Collection<TelemetryReport> committed() {
        return hub.committed(nodeId).values();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Keeps the events that speak of the connection, as the page's script gets them. */
    private void follow() throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = browser.send(
                HttpRequest.newBuilder(address.resolve("events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        Thread reader = new Thread(
                () -> new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> line.startsWith("data: ") && line.contains("\"connection\""))
                        .forEach(events::add),
                "page");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, end) -> events.add("ended: " + end));
        reader.start();
    }

    private static void eventually(ThrowingRunnable condition) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(condition);
    }
}
