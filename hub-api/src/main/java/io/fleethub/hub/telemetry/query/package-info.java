/** Reading telemetry; see {@link io.fleethub.hub.telemetry}. */
@NullMarked
package io.fleethub.hub.telemetry.query;

import org.jspecify.annotations.NullMarked;
