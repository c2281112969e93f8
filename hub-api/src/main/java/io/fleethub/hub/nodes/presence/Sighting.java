package io.fleethub.hub.nodes.presence;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When telemetry of a node was committed last, by the way that it came; at least one is there. Pure data.
 *
 * @param mqtt over the broker
 * @param https in a signed request
 */
record Sighting(@Nullable Instant mqtt, @Nullable Instant https) {

    static Sighting overMqtt(Instant at) {
        return new Sighting(at, null);
    }

    static Sighting overHttps(Instant at) {
        return new Sighting(null, at);
    }

    /** Both together; of each way the later one. */
    Sighting and(Sighting other) {
        return new Sighting(later(mqtt, other.mqtt), later(https, other.https));
    }

    Instant latest() {
        return Objects.requireNonNull(later(mqtt, https));
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
