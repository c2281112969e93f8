package io.fleethub.hub.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events as a browser's page does, on a thread of its own. */
final class EventStream implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Lines as they came, {@code event: x} and {@code data: y} of one event joined by a space. */
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final HttpResponse<InputStream> response;
    private volatile String lastId = "";
    private volatile boolean over;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    static EventStream open(String token, String query, @Nullable String lastId) throws Exception {
        HttpResponse<InputStream> response = answer(token, query, lastId);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        EventStream stream = new EventStream(response);
        await().atMost(SOON).until(() -> !stream.lastId().isEmpty());
        return stream;
    }

    static HttpResponse<InputStream> answer(String token, String query, @Nullable String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/api/v1/events" + query))
                .header("Authorization", "Bearer " + token);
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    List<String> heard() {
        return heard;
    }

    String lastId() {
        return lastId;
    }

    boolean over() {
        return over;
    }

    private void read() {
        String event = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    lastId = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    heard.add(event + " " + line.substring(5).strip());
                }
            }
        } catch (IOException broken) {
            heard.add("broken " + broken.getMessage());
        } finally {
            over = true;
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
