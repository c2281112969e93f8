/** The way of a report into the database; see {@link io.fleethub.hub.telemetry}. */
@NullMarked
package io.fleethub.hub.telemetry.ingest;

import org.jspecify.annotations.NullMarked;
