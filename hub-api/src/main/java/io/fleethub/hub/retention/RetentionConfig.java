package io.fleethub.hub.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How what is too old goes. */
@ConfigMapping(prefix = "fleet.retention")
interface RetentionConfig {

    /** How often the hub looks for what is too old; also how often it makes telemetry's partitions ahead. */
    @WithDefault("PT10M")
    Duration interval();

    /** Rows deleted in one transaction, at most. */
    @WithDefault("5000")
    @Min(1) int batchRows();

    /** Such transactions in a row for one kind of rows; then the others have their turn. */
    @WithDefault("200")
    @Min(1) int batches();
}
