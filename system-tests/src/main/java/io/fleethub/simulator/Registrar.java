package io.fleethub.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Registers nodes by REST, a few at a time, and brings their secrets. Thread-safe. */
final class Registrar {

    private static final int AT_ONCE = 8;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int OK = 200;

    private final URI hub;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** @param hub where the API begins */
    Registrar(URI hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    /**
     * The secrets of these nodes, in their order.
     *
     * @throws IllegalStateException when the hub refuses one, with what it says
     */
    List<String> register(List<String> nodeIds) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<String>> asked = new ArrayList<>();
            for (String nodeId : nodeIds) {
                asked.add(threads.submit(() -> secretOf(nodeId)));
            }
            List<String> secrets = new ArrayList<>();
            for (Future<String> one : asked) {
                secrets.add(one.get());
            }
            return secrets;
        } catch (ExecutionException e) {
            throw new IllegalStateException("registering the nodes failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while registering", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Of a new node, or a new one of a node that is registered already. */
    private String secretOf(String nodeId) throws IOException, InterruptedException {
        HttpResponse<String> made = post("nodes", json.writeValueAsString(Map.of("nodeId", nodeId)));
        if (made.statusCode() == CREATED) {
            return secretIn(made);
        }
        if (made.statusCode() == CONFLICT) {
            HttpResponse<String> changed = post("nodes/" + nodeId + "/secret", "{\"overlap\":\"PT0S\"}");
            if (changed.statusCode() == OK) {
                return secretIn(changed);
            }
            throw new IOException("POST nodes/" + nodeId + "/secret: " + changed.statusCode() + " " + changed.body());
        }
        throw new IOException("POST nodes of " + nodeId + ": " + made.statusCode() + " " + made.body());
    }

    private String secretIn(HttpResponse<String> answer) throws IOException {
        return json.readTree(answer.body()).required("secret").asText();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub + "/" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
