package io.fleethub.hub.nodes.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When silence counts, and how long history is kept. */
@ConfigMapping(prefix = "fleet.nodes")
interface PresenceConfig {

    /** Silence after which a node is LATE; 1.5 of its heartbeat intervals when that is longer. */
    @WithDefault("PT90S")
    Duration lateAfter();

    /** Silence after which a node is OFFLINE; 3 of its heartbeat intervals when that is longer. */
    @WithDefault("PT5M")
    Duration offlineAfter();

    /** How often silence is judged and sightings by telemetry are written down. */
    @WithDefault("PT1S")
    Duration presenceTick();

    /** How long changes of presence are kept; also the time that the share of uptime is about. */
    @WithDefault("P30D")
    Duration presenceHistory();
}
