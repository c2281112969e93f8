package io.fleethub.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fleethub.schemas.signature.NodeSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The real broker distribution as a child process, and a feed that lets node-0 … node-19 in. */
final class BrokerProcess implements AutoCloseable {

    static final NodeSecret NODE_SECRET = new NodeSecret("5ec2e7a0".repeat(8));
    static final String HUB_SECRET = "the-hub-of-the-test-".repeat(3);
    private static final String FEED_TOKEN = "the-feed-of-the-test".repeat(3);
    private static final int NODES = 20;

    private final Path directory;
    private final TestKeys keys;
    private final HttpServer feed;
    final int mqttPort = freePort();
    final int mqttsPort = freePort();
    final int wssPort = freePort();
    private ChildProcess process;

    BrokerProcess(Path directory, TestKeys keys) throws Exception {
        this.directory = directory;
        this.keys = keys;
        this.feed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        feed.setExecutor(Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "feed");
            thread.setDaemon(true);
            return thread;
        }));
        feed.createContext("/api/v1/broker/credentials", BrokerProcess::answer);
        feed.start();
        start();
    }

    static String nodeId(int number) {
        return "node-" + number;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("since=1")) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        String nodes = IntStream.range(0, NODES)
                .mapToObj(number ->
                        "{\"nodeId\":\"" + nodeId(number) + "\",\"state\":\"ACTIVE\",\"secrets\":[{\"sha256\":\""
                                + NODE_SECRET.sha256() + "\"}],\"certificates\":[]}")
                .collect(Collectors.joining(","));
        byte[] body =
                ("{\"v\":1,\"revision\":1,\"full\":true,\"nodes\":[" + nodes + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void start() throws Exception {
        Path distribution = Path.of(System.getProperty("fleet.root"), "broker-config", "target", "broker");
        if (!Files.isDirectory(distribution)) {
            throw new IllegalStateException(
                    "the broker is not built: mvn -pl broker-config -am package makes " + distribution);
        }
        process = ChildProcess.java(
                List.of("-Xmx512m", "-cp", distribution + "/lib/*", "io.fleethub.broker.BrokerMain"),
                Map.ofEntries(
                        Map.entry(
                                "FLEET_BROKER_HOME", directory.resolve("broker").toString()),
                        Map.entry("FLEET_BROKER_MQTT_PORT", "" + mqttPort),
                        Map.entry("FLEET_BROKER_MQTTS_PORT", "" + mqttsPort),
                        Map.entry("FLEET_BROKER_WSS_PORT", "" + wssPort),
                        Map.entry(
                                "FLEET_BROKER_TLS_CERTIFICATE_FILE",
                                keys.certificate().toString()),
                        Map.entry("FLEET_BROKER_TLS_KEY_FILE", keys.pemKey().toString()),
                        Map.entry("FLEET_BROKER_HUB_SECRET", HUB_SECRET),
                        Map.entry(
                                "FLEET_BROKER_FEED_URL",
                                "http://127.0.0.1:" + feed.getAddress().getPort()),
                        Map.entry("FLEET_BROKER_FEED_TOKEN", FEED_TOKEN)),
                "BROKER READY");
        process.awaitReady();
    }

    void kill() {
        process.kill();
    }

    String output() {
        return process.output();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        feed.stop(0);
    }
}
