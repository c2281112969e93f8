package io.fleethub.standalone.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.standalone.platform.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;

/** Asks the hub how it is. For one thread. */
final class HubHealth {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(4);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI hub;

    HubHealth(URI hub) {
        this.hub = hub;
    }

    /** Database and HTTP are there. */
    boolean isReady() {
        return get("/q/health/ready").path("status").asText().equals("UP");
    }

    /** The hub's item for its connection to the broker is up; it is no part of its being ready. */
    boolean isBridged() {
        for (JsonNode check : get("/q/health/group/bridge").path("checks")) {
            if (check.path("name").asText().toLowerCase(Locale.ROOT).contains("bridge")) {
                return check.path("status").asText().equals("UP");
            }
        }
        return false;
    }

    private JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(hub.resolve(path)).timeout(PATIENCE).build();
        try {
            return JSON.readTree(WholeAnswer.of(http, request, WHOLE).body());
        } catch (IOException notYet) {
            return JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.missingNode();
        }
    }
}
