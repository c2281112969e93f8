package io.fleethub.hub.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id, which its answer, its problem and its log lines carry: the caller's own {@code X-Request-Id} when
 * it is of good form, otherwise a new one.
 */
final class RequestId {

    static final String HEADER = "X-Request-Id";
    static final String KEY = "requestId";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Before authentication and every other filter of ours. */
    private static final int PRIORITY = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestId::assign, PRIORITY);
    }

    private static void assign(RoutingContext context) {
        String id = accepted(context.request().getHeader(HEADER))
                .orElseGet(() -> UUID.randomUUID().toString());
        context.put(KEY, id);
        MDC.put(KEY, id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    static Optional<String> accepted(@Nullable String given) {
        return Optional.ofNullable(given).filter(id -> FORM.matcher(id).matches());
    }

    static @Nullable String of(RoutingContext context) {
        return context.get(KEY);
    }
}
