package io.fleethub.agent.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.fleethub.agent.telemetry.apps.AppMetrics;
import io.fleethub.agent.telemetry.apps.RefusedMetricsException;
import java.io.IOException;
import java.util.Locale;

/** {@code POST /metrics/app}: an application on this machine hands in values of its own. Stateless. */
final class MetricsInbox {

    private static final String TITLE = "The metrics were not taken";

    private final AppMetrics metrics;

    MetricsInbox(AppMetrics metrics) {
        this.metrics = metrics;
    }

    Reply take(HttpExchange exchange) throws IOException {
        if (!RequestGuard.fromHere(exchange)) {
            return Reply.problem(403, TITLE, "", "only applications on this machine may hand in metrics");
        }
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        // a form of a foreign page cannot send this type
        if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            return Reply.problem(415, TITLE, "", "the content type must be application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(metrics.maxBytes() + 1);
        if (body.length > metrics.maxBytes()) {
            return Reply.problem(413, TITLE, "", "the body has more than " + metrics.maxBytes() + " bytes");
        }
        try {
            int taken = metrics.post(body);
            return Reply.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("taken", taken)
                    .put("maxAge", metrics.maxAge().toString()));
        } catch (RefusedMetricsException e) {
            return Reply.problem(422, TITLE, e.field(), e.problem());
        }
    }
}
