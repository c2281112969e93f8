package io.fleethub.agent.commands.journal;

import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.schemas.message.Message;
import java.util.concurrent.CompletableFuture;

/** The way out for updates and log chunks: publishes on the message's own channel of this node. */
@FunctionalInterface
public interface UpdateSender {

    /** Never blocks; the outcome comes from another thread, also when there is no connection. */
    CompletableFuture<PublishOutcome> send(Message message);
}
