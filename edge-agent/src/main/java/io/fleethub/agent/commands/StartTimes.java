package io.fleethub.agent.commands;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.message.CommandRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says until when a command may start, in the uptime of this boot.
 *
 * <p>What counts is the message's expiry, which is what the hub had left when it sent it, by clocks that nobody sets.
 * Without one it is {@code startBy} by the hub's time. Where the hub's time is known, {@code startBy}, which is signed,
 * also bounds an expiry that somebody may have changed on the way. Immutable.
 */
final class StartTimes {

    // How far the hub's time, as this node knows it, may be off.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final BootClock bootClock;
    private final LongSupplier nanos;
    private final HubTime hubTime;
    private final Clock wallClock;

    /** @param nanos the clock of {@link IncomingMessage#receivedNanos} */
    StartTimes(BootClock bootClock, LongSupplier nanos, HubTime hubTime, Clock wallClock) {
        this.bootClock = bootClock;
        this.nanos = nanos;
        this.hubTime = hubTime;
        this.wallClock = wallClock;
    }

    long limitMillis(CommandRequest request, IncomingMessage message) {
        long now = bootClock.now();
        Optional<Instant> hubNow = hubTime.now();
        if (message.messageExpirySeconds().isEmpty()) {
            return now + millisUntil(hubNow.orElseGet(wallClock::instant), request.startBy());
        }
        long waited =
                Duration.ofNanos(nanos.getAsLong() - message.receivedNanos()).toMillis();
        long byExpiry = now - waited + message.messageExpirySeconds().getAsLong() * 1000;
        return hubNow.map(time -> Math.min(
                        byExpiry, now + millisUntil(time, request.startBy().plus(TOLERANCE))))
                .orElse(byExpiry);
    }

    private static long millisUntil(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
