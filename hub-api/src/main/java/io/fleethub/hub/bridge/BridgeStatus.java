package io.fleethub.hub.bridge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the hub hears its nodes at all: a probe goes through the whole path (broker, subscription, commit) every few seconds.
 * Times in which it did not come through are blind, also those in which no hub ran. May be called from any thread.
 */
public interface BridgeStatus {

    /** At least one connection is subscribed. */
    boolean connected();

    /** @return since when nothing comes through; empty while the hub sees */
    Optional<Instant> blindSince();

    /** How much of a span of time was blind; presence takes it off a node's silence. A blind time that goes on counts up to now. */
    Duration blindWithin(Instant from, Instant to);
}
