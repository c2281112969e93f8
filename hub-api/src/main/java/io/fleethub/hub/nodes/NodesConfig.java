package io.fleethub.hub.nodes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the registry and of the broker's feed. */
@ConfigMapping(prefix = "fleet.nodes")
interface NodesConfig {

    /** The bearer token with which the broker asks for credentials. */
    Optional<String> feedToken();

    /** A file of mode 600 that holds the feed's token. */
    Optional<Path> feedTokenFile();

    /** The longest that one request of the feed waits for a change. */
    @WithDefault("PT30S")
    Duration feedMaxWait();

    /** Requests of the feed that may wait at once; one more is answered at once. */
    @WithDefault("32")
    @Min(1) int feedMaxWaiters();

    /** How long changes are kept for the feed; a broker that was away longer gets everything. */
    @WithDefault("P7D")
    Duration feedHistory();

    /** The longest that an old secret may stay valid beside a new one. */
    @WithDefault("P30D")
    Duration maxOverlap();
}
