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
import java.util.Map;

/** Signs in at a hub as a user, for a bearer token. Stateless. */
public final class SignIn {

    private static final int OK = 200;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private SignIn() {}

    /**
     * A bearer token of that user.
     *
     * @param hub where the API begins
     * @throws IllegalStateException when the hub does not answer, or refuses
     */
    public static String token(URI hub, String email, String password) {
        ObjectMapper json = new ObjectMapper();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(hub + "/auth/login"))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            json.writeValueAsString(Map.of("email", email, "password", password))))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException(
                        "signing in at " + hub + ": " + answer.statusCode() + " " + answer.body());
            }
            return json.readTree(answer.body()).required("accessToken").asText();
        } catch (IOException e) {
            throw new IllegalStateException("signing in at " + hub + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signing in", e);
        }
    }
}
