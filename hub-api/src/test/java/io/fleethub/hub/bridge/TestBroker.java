package io.fleethub.hub.bridge;

import com.sun.net.httpserver.HttpServer;
import io.fleethub.schemas.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real broker distribution as a child process, with a feed that knows a few nodes, all with the same secret. */
public final class TestBroker implements AutoCloseable {

    public static final String HUB_SECRET = "a".repeat(64);
    public static final String NODE_SECRET = "b".repeat(64);

    private static final Pattern ADDRESS = Pattern.compile("mqtt=127\\.0\\.0\\.1:(\\d+)");

    private final HttpServer feed;
    private final Process process;
    private final int port;

    private TestBroker(HttpServer feed, Process process, int port) {
        this.feed = feed;
        this.process = process;
        this.port = port;
    }

    public static TestBroker start(Path home, List<NodeId> nodes) {
        try {
            HttpServer feed = feed(nodes);
            Process process = launch(home, feed.getAddress().getPort());
            return new TestBroker(feed, process, readyPort(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    private static HttpServer feed(List<NodeId> nodes) throws IOException {
        String entries = nodes.stream()
                .map(node ->
                        "{\"nodeId\":\"%s\",\"state\":\"ACTIVE\",\"secrets\":[{\"sha256\":\"%s\"}],\"certificates\":[]}"
                                .formatted(node, sha256(NODE_SECRET)))
                .collect(Collectors.joining(","));
        byte[] body =
                ("{\"v\":1,\"revision\":1,\"full\":true,\"nodes\":[" + entries + "]}").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Process launch(Path home, int feedPort) throws IOException {
        Path distribution = Path.of(System.getProperty("fleet.broker.home"));
        if (!Files.isDirectory(distribution.resolve("lib"))) {
            throw new IllegalStateException(
                    "no broker distribution in " + distribution + ": run mvn -Dquick -pl broker-config -am package");
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                distribution.resolve("lib") + "/*",
                "io.fleethub.broker.BrokerMain");
        builder.environment().put("FLEET_BROKER_HOME", home.toString());
        builder.environment().put("FLEET_BROKER_MQTT_HOST", "127.0.0.1");
        builder.environment().put("FLEET_BROKER_MQTT_PORT", "0");
        builder.environment().put("FLEET_BROKER_HUB_SECRET", HUB_SECRET);
        builder.environment().put("FLEET_BROKER_FEED_URL", "http://127.0.0.1:" + feedPort + "/feed");
        builder.environment().put("FLEET_BROKER_FEED_TOKEN", "t".repeat(64));
        return builder.redirectErrorStream(true).start();
    }

    /** Reads until the broker serves, and goes on reading so that its output never blocks it. */
    private static int readyPort(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            Matcher address = ADDRESS.matcher(line);
            if (line.startsWith("BROKER READY") && address.find()) {
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "broker-output");
                drain.setDaemon(true);
                drain.start();
                return Integer.parseInt(address.group(1));
            }
        }
        throw new IllegalStateException("the broker did not start:\n" + seen);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        feed.stop(0);
    }
}
