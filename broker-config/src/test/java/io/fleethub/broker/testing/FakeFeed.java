package io.fleethub.broker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fleethub.schemas.signature.NodeSecret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hub's side of the credential feed: holds a request until something changes. Guarded by its own lock. */
public final class FakeFeed implements AutoCloseable {

    private static final long FIRST_REVISION = 1_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final TreeMap<Long, String> changes = new TreeMap<>();
    private @Nullable HttpServer server;
    private long revision = FIRST_REVISION;
    private int port;
    private int requests;
    private int fullAnswers;

    public static FakeFeed started() throws IOException {
        FakeFeed feed = new FakeFeed();
        feed.start();
        return feed;
    }

    /** Comes back at the address it had. */
    public synchronized void start() throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        created.setExecutor(threads);
        created.createContext("/api/v1/broker/credentials", this::answer);
        created.start();
        port = created.getAddress().getPort();
        server = created;
    }

    public synchronized void stop() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
            server = null;
        }
        notifyAll();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/broker/credentials");
    }

    public synchronized void activate(String nodeId, String secret) {
        change(nodeId, active(nodeId, entry(secret, null)));
    }

    /** @param tenant whose limits the node shares */
    public synchronized void activate(String nodeId, String secret, String tenant) {
        String entry = active(nodeId, entry(secret, null));
        change(nodeId, entry.replace("\"state\"", "\"tenant\":\"" + tenant + "\",\"state\""));
    }

    public synchronized void rotate(String nodeId, String secret, String previous, Instant overlapUntil) {
        change(nodeId, active(nodeId, entry(secret, null) + "," + entry(previous, overlapUntil)));
    }

    public synchronized void revoke(String nodeId) {
        change(nodeId, "{\"nodeId\":\"" + nodeId + "\",\"state\":\"REVOKED\",\"secrets\":[],\"certificates\":[]}");
    }

    /** Without a change that tells so: the next answer is full and does not hold the node. */
    public synchronized void forget(String nodeId) {
        nodes.remove(nodeId);
        changes.clear();
        revision++;
        notifyAll();
    }

    public synchronized int requests() {
        return requests;
    }

    public synchronized int fullAnswers() {
        return fullAnswers;
    }

    private void change(String nodeId, String entry) {
        nodes.put(nodeId, entry);
        revision++;
        changes.put(revision, nodeId);
        notifyAll();
    }

    private static String active(String nodeId, String secrets) {
        return "{\"nodeId\":\"" + nodeId + "\",\"state\":\"ACTIVE\",\"secrets\":[" + secrets
                + "],\"certificates\":[],\"later\":1}";
    }

    private static String entry(String secret, @Nullable Instant until) {
        String end = until == null ? "" : ",\"validUntil\":\"" + until + '"';
        return "{\"sha256\":\"" + new NodeSecret(secret).sha256() + '"' + end + '}';
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (!("Bearer " + Secrets.FEED_TOKEN).equals(authorization)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Optional<String> body = next(parameters(exchange.getRequestURI().getQuery()));
            if (body.isEmpty()) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<String> next(Map<String, String> query) throws InterruptedException {
        requests++;
        Long since = query.containsKey("since") ? Long.valueOf(query.get("since")) : null;
        long deadline = System.nanoTime()
                + java.time.Duration.parse(query.getOrDefault("wait", "PT0S")).toNanos();
        while (since != null && since == revision && server != null) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        boolean full = since == null || (since != FIRST_REVISION && !changes.containsKey(since));
        if (full) {
            fullAnswers++;
            return Optional.of(body(true, String.join(",", nodes.values())));
        }
        return Optional.of(body(
                false,
                changes.tailMap(since, false).values().stream()
                        .distinct()
                        .map(nodes::get)
                        .collect(Collectors.joining(","))));
    }

    private String body(boolean full, String entries) {
        return "{\"v\":1,\"revision\":" + revision + ",\"full\":" + full + ",\"nodes\":[" + entries + "]}";
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return parameters;
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
