package io.fleethub.bench.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The hub's REST API as a script uses it, signed in as the first administrator. For one thread. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;
    private final String token;

    private Api(URI root, String token) {
        this.root = root;
        this.token = token;
    }

    public static Api signIn(RunningFleet fleet) throws IOException, InterruptedException {
        URI root = fleet.hub().resolve("/api/v1/");
        Map<String, String> login = Map.of("email", fleet.adminEmail(), "password", fleet.adminPassword());
        return new Api(
                root,
                new Api(root, "")
                        .post("auth/login", login, 200)
                        .get("accessToken")
                        .asText());
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET(), path, 200);
    }

    public JsonNode post(String path, Map<String, String> body, int expected) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))),
                path,
                expected);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request, String path, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
