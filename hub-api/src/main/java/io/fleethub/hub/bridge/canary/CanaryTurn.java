package io.fleethub.hub.bridge.canary;

import io.fleethub.hub.bridge.mqtt.NodeConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This hub's part in being the one canary: it connects while it is its turn, and leaves the turn to another hub when it cannot renew
 * it, or cannot connect for long. Confined to the canary's thread, but for {@link #isOpen}.
 */
final class CanaryTurn {

    private final String instance;
    private final Duration lasts;
    private final ProbeLedger ledger;
    private final InstantSource clock;
    private final Supplier<NodeConnection> connections;
    private volatile @Nullable NodeConnection connection;
    private Instant heldUntil = Instant.MIN;
    private Instant lastOpen = Instant.MIN;
    private Instant asideUntil = Instant.MIN;

    /** @param connections makes one that was not started yet */
    CanaryTurn(
            String instance,
            Duration lasts,
            ProbeLedger ledger,
            InstantSource clock,
            Supplier<NodeConnection> connections) {
        this.instance = instance;
        this.lasts = lasts;
        this.ledger = ledger;
        this.clock = clock;
        this.connections = connections;
    }

    /** Renews or takes the turn; to be called several times within the time that a turn lasts. */
    void look() {
        Instant now = clock.instant();
        try {
            if (!now.isBefore(asideUntil) && ledger.hold(instance, lasts)) {
                heldUntil = now.plus(lasts);
            } else {
                heldUntil = now;
            }
        } finally {
            if (now.isBefore(heldUntil)) {
                connect(now);
            } else {
                leave();
            }
        }
        stepAside(now);
    }

    /** The number of a probe and the connection to send it on, while both are ours. */
    Optional<Probe> next() {
        NodeConnection open = connection;
        if (open == null || !open.isOpen()) {
            return Optional.empty();
        }
        OptionalLong number = ledger.next(instance);
        return number.isPresent() ? Optional.of(new Probe(number.getAsLong(), open)) : Optional.empty();
    }

    record Probe(long number, NodeConnection connection) {}

    boolean isOpen() {
        NodeConnection open = connection;
        return open != null && open.isOpen();
    }

    /** Leaves, so that another hub can go on at once. */
    void end() {
        leave();
        ledger.release(instance);
    }

    private void connect(Instant now) {
        NodeConnection known = connection;
        if (known == null) {
            NodeConnection made = connections.get();
            made.start();
            connection = made;
            lastOpen = now;
        } else if (known.isOpen()) {
            lastOpen = now;
        }
    }

    /** Whoever holds the turn and reaches no broker keeps the others from probing. */
    private void stepAside(Instant now) {
        Duration patience = lasts.multipliedBy(2);
        if (connection != null && Duration.between(lastOpen, now).compareTo(patience) > 0) {
            asideUntil = now.plus(patience);
            end();
        }
    }

    /** Leaving waits for the broker, which may be away; the canary's thread has to look on. */
    private void leave() {
        NodeConnection left = connection;
        connection = null;
        if (left != null) {
            Thread leaving = new Thread(left::stop, "bridge-canary-leaves");
            leaving.setDaemon(true);
            leaving.start();
        }
    }
}
