package io.fleethub.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.bench.fleet.RunningFleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers nodes by REST, as a script would. For one thread. */
final class Registration {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String token;

    private Registration(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    /** A registered node with the secret that it was given. */
    record Registered(String nodeId, String secret) {}

    static List<Registered> register(RunningFleet fleet, int nodes) throws IOException, InterruptedException {
        URI api = fleet.hub().resolve("/api/v1/");
        Map<String, String> login = Map.of("email", fleet.adminEmail(), "password", fleet.adminPassword());
        String token = new Registration(api, "")
                .post("auth/login", login, 200)
                .get("accessToken")
                .asText();
        Registration registration = new Registration(api, token);
        List<Registered> registered = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            String nodeId = "bench-%05d".formatted(i);
            JsonNode answer = registration.post("nodes", Map.of("nodeId", nodeId), 201);
            registered.add(new Registered(nodeId, answer.get("secret").asText()));
        }
        return registered;
    }

    private JsonNode post(String path, Map<String, String> body, int expected)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
