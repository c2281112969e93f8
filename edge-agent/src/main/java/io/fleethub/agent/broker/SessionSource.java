package io.fleethub.agent.broker;

import java.util.concurrent.CompletableFuture;

/** Gives every connection attempt its session; called on the connection's thread. */
@FunctionalInterface
public interface SessionSource {

    /**
     * What an attempt is made with.
     *
     * @param number higher than all before, already on disk
     * @param will what the broker shall say of the node when the connection breaks
     */
    record Session(long number, byte[] will) {}

    CompletableFuture<Session> next();
}
