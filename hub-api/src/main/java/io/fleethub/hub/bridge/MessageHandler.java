package io.fleethub.hub.bridge;

import io.fleethub.schemas.message.Message;

/**
 * A feature's part in one kind of message that is handled singly (status, command updates). All handlers of a type run in
 * {@link #order()} within one transaction of the node's tenant; the message is acknowledged after its commit.
 *
 * <p>A message may come again, after it was handled: a second time must change nothing. {@link QuarantineException} says that it can
 * never be kept; any other exception makes the bridge try again, and give up on the message only when the message is to blame.
 */
public interface MessageHandler<T extends Message> {

    Class<T> type();

    /** The feature's place in the order of packages: nodes 7, telemetry 8, commands 10. */
    int order();

    /** @param reply what the hub will answer after the commit, if the message is a birth or heartbeat; else it is thrown away */
    void handle(Inbound<T> inbound, HubSyncDraft reply);
}
