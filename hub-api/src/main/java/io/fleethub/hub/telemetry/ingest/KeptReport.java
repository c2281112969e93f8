package io.fleethub.hub.telemetry.ingest;

import java.time.Instant;

/**
 * A report that is kept, with the hub's time for it.
 *
 * @param uncertain the time is that of the receipt, for want of a better one
 */
record KeptReport(Entry entry, Instant correctedAt, boolean uncertain) {}
