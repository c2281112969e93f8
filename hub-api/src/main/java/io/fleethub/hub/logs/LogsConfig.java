package io.fleethub.hub.logs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of a log fetch. */
@ConfigMapping(prefix = "fleet.logs")
interface LogsConfig {

    /** The largest gzip stream that is taken; the contract's 20 MiB. */
    @WithDefault("20971520")
    @Min(1) long maxGzipBytes();

    /** The largest text that a stream may unpack to: a small stream must not cost a large read. */
    @WithDefault("536870912")
    @Min(1) long maxTextBytes();

    /** How long fetched logs are kept, since they were asked for. */
    @WithDefault("P60D")
    Duration retention();
}
