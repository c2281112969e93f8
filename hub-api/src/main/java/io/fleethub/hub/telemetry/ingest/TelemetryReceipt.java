package io.fleethub.hub.telemetry.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is committed, after a commit.
 *
 * @param streamId null for a batch without one, all of which is committed
 * @param committedThrough every seq from the outbox's first to this one is committed or refused
 */
record TelemetryReceipt(@Nullable String streamId, @Nullable Long committedThrough, Instant hubTime) {}
