package io.fleethub.hub.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of the live events. */
@ConfigMapping(prefix = "fleet.live")
interface LiveConfig {

    /** Streams that one hub serves at a time; one more is told to come back later. */
    @WithDefault("500")
    @Min(1) int clients();

    /** Streams of one user at a time, on one hub. */
    @WithDefault("20")
    @Min(1) int clientsPerUser();

    /** Events that may wait for one client; with one more they are replaced by a single reload. */
    @WithDefault("256")
    @Min(1) int clientQueue();

    /** Events that a client that comes back can be given, of all tenants together; with more between it gets a reload. */
    @WithDefault("4096")
    @Min(1) int history();

    /** A stream that says nothing else says a comment this often, so that both sides know of the other. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How often it is asked whether the sign-ins of open streams still stand, besides being told at once. */
    @WithDefault("PT10S")
    Duration signInCheck();
}
