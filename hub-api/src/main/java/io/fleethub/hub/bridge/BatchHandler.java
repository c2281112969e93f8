package io.fleethub.hub.bridge;

import io.fleethub.schemas.message.Message;
import java.util.List;

/**
 * The one taker of a kind of message that comes in numbers (telemetry, log chunks). It has a transaction of its own on the
 * {@code ingest} data source and returns after its commit; only then are the messages acknowledged.
 *
 * <p>A message may come again, after it was handled: a second time must change nothing. When a batch fails for good its messages are
 * handed over again one by one, so that only the one to blame is quarantined.
 */
public interface BatchHandler<T extends Message> {

    Class<T> type();

    /** @param batch messages of many nodes and tenants, in the order of receipt, never empty */
    void handle(List<Inbound<T>> batch);
}
