package io.fleethub.agent.outbox;

import io.fleethub.schemas.message.TelemetryReport;
import java.util.concurrent.CompletableFuture;

/** Where reports wait until the hub has committed them. Thread-safe. */
public interface Outbox {

    /**
     * Keeps a report and gives it the next number of the stream.
     *
     * @param report without a number
     * @return its number, once it is on disk; failed when it could not be kept, and then no number was used
     */
    CompletableFuture<Long> append(TelemetryReport report);
}
