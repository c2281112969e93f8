package io.fleethub.hub.nodes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param overlap how long the old secret stays valid, an ISO-8601 duration; PT24H when left out
 */
record ChangeSecretRequest(@Nullable Duration overlap) {}
