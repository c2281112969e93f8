package io.fleethub.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The few REST calls that enrol a demo node, signed in as the first administrator. For one thread. */
final class HubClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final int CONFLICT = 409;

    /** What a node is given when it is registered. */
    record Registration(String secret, String commandKeys) {}

    private record Answer(int status, JsonNode body) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI api;
    private final String token;

    private HubClient(URI hub, String email, String password) {
        this.api = hub.resolve("/api/v1/");
        Answer login = send("POST", "auth/login", Map.of("email", email, "password", password), "");
        if (login.status() != 200) {
            throw new LaunchException("the hub refuses the sign-in of " + email + " that is kept in the data folder ("
                    + describe(login) + "): was its password changed? Then no new demo node can be enrolled");
        }
        this.token = login.body().path("accessToken").asText();
    }

    static HubClient signIn(URI hub, String email, String password) {
        return new HubClient(hub, email, password);
    }

    /** Registers the node; one that the hub knows already, whose secret is lost here, is given a new secret. */
    Registration register(String nodeId) {
        Map<String, Object> node = Map.of(
                "nodeId",
                nodeId,
                "name",
                "Demo node " + nodeId,
                "role",
                "demo",
                "segment",
                "demo",
                "tags",
                List.of("demo"));
        Answer answer = send("POST", "nodes", node, token);
        if (answer.status() == CONFLICT) {
            Answer renewed = expect(send("POST", "nodes/" + nodeId + "/secret", Map.of("overlap", "PT0S"), token));
            return new Registration(
                    renewed.body().path("secret").asText(),
                    expect(send("GET", "command-keys", Map.of(), token)).body().toString());
        }
        JsonNode body = expect(answer).body();
        return new Registration(
                body.path("secret").asText(), body.path("commandKeys").toString());
    }

    private Answer send(String method, String path, Map<String, ?> body, String bearer) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                    .timeout(PATIENCE)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            method.equals("GET")
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (!bearer.isEmpty()) {
                request.header("Authorization", "Bearer " + bearer);
            }
            HttpResponse<String> response = WholeAnswer.of(http, request.build(), WHOLE);
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new LaunchException("the hub does not answer " + method + " " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted", e);
        }
    }

    private static Answer expect(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new LaunchException("a demo node cannot be enrolled: " + describe(answer));
        }
        return answer;
    }

    private static String describe(Answer answer) {
        String detail =
                answer.body().path("detail").asText(answer.body().path("title").asText());
        return answer.status() + " " + answer.body().path("code").asText() + " " + detail;
    }
}
