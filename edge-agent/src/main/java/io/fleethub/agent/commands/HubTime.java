package io.fleethub.agent.commands;

import java.time.Instant;
import java.util.Optional;

/** The time as the hub last told it, carried on by the monotonic clock; empty before the first HubSync. */
@FunctionalInterface
public interface HubTime {

    Optional<Instant> now();
}
