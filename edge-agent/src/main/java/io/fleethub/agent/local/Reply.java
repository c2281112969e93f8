package io.fleethub.agent.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A whole answer. Immutable. */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String TEXT = "text/plain; charset=utf-8";

    static Reply of(String contentType, String body) {
        return new Reply(200, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply json(ObjectNode body) {
        return of("application/json", body.toString());
    }

    /** For a person who reads it. */
    static Reply refused(int status, String why) {
        return new Reply(status, TEXT, (why + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** For a program, in the shape of the hub's problems. */
    static Reply problem(int status, String title, String field, String message) {
        ObjectNode problem = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", field.isEmpty() ? message : field + ": " + message);
        problem.putArray("errors").addObject().put("field", field).put("message", message);
        return new Reply(
                status, "application/problem+json", problem.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, body, Map.of(header, value));
    }

    void send(HttpExchange exchange) throws IOException {
        Headers sent = exchange.getResponseHeaders();
        protect(sent);
        sent.set("Content-Type", contentType);
        headers.forEach(sent::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            sent.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Nothing is kept, framed, guessed at or told to other sites. */
    static void protect(Headers headers) {
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
