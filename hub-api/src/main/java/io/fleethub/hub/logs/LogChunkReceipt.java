package io.fleethub.hub.logs;

import io.fleethub.schemas.CommandId;
import java.time.Instant;

/** One chunk is committed. */
record LogChunkReceipt(CommandId commandId, int attempt, int index, Instant hubTime) {}
