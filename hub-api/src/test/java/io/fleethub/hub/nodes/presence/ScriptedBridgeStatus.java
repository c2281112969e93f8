package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.bridge.BridgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bridge that is told when it is blind. Confined to the test's thread. */
final class ScriptedBridgeStatus implements BridgeStatus {

    private final InstantSource clock;
    private @Nullable Instant from;
    private @Nullable Instant until;

    ScriptedBridgeStatus(InstantSource clock) {
        this.clock = clock;
    }

    void goBlind() {
        from = clock.instant();
        until = null;
    }

    void seeAgain() {
        until = clock.instant();
    }

    @Override
    public boolean connected() {
        return blindSince().isEmpty();
    }

    @Override
    public Optional<Instant> blindSince() {
        return from != null && until == null ? Optional.of(from) : Optional.empty();
    }

    @Override
    public Duration blindWithin(Instant begin, Instant end) {
        if (from == null) {
            return Duration.ZERO;
        }
        Instant ended = until == null ? clock.instant() : until;
        Instant first = from.isBefore(begin) ? begin : from;
        Instant last = ended.isAfter(end) ? end : ended;
        return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
    }
}
