package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** The hub's REST API as a script uses it: plain HTTP and JSON, none of the hub's own classes. */
final class Rest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> FINAL =
            Set.of("SUCCEEDED", "FAILED", "REJECTED", "TIMED_OUT", "EXPIRED", "CANCELED");

    record Answer(int status, JsonNode body, String text) {

        Answer expect(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }
    }

    private final URI hub;
    private final String token;

    private Rest(URI hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    static Rest signIn(URI hub, String email, String password) {
        Answer answer = new Rest(hub, "").post("auth/login", Map.of("email", email, "password", password));
        return new Rest(hub, answer.expect(200).body().get("accessToken").asText());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, Object body) {
        try {
            String json = JSON.writeValueAsString(body);
            return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Registers a node; the answer holds its secret. */
    JsonNode register(String nodeId) {
        return post("nodes", Map.of("nodeId", nodeId)).expect(201).body();
    }

    /** Sends a command and waits until it is final. */
    JsonNode command(String nodeId, String operation, Map<String, ?> parameters) {
        Answer accepted =
                post("nodes/" + nodeId + "/commands", Map.of("operation", operation, "parameters", parameters));
        return awaitFinal(accepted.expect(202).body().get("commandId").asText());
    }

    JsonNode awaitFinal(String commandId) {
        return Awaitility.await("command " + commandId + " is final")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> get("commands/" + commandId).expect(200).body(),
                        command -> FINAL.contains(command.get("status").asText()));
    }

    String presence(String nodeId) {
        return get("nodes/" + nodeId).expect(200).body().at("/presence/state").asText();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.resolve("/api/v1/" + path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") ? JSON.readTree(response.body()) : MissingNode.getInstance();
            return new Answer(response.statusCode(), body, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
