package io.fleethub.hub.bridge.canary;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the hub sees, and when it did not. Blind begins with the last probe that came through, and is noticed when the next one is
 * late; it ends with the next probe. A hub that starts is blind since the last probe of any hub before it.
 *
 * <p>Thread-safe; all state behind its lock.
 */
public final class Sight {

    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final Duration lateAfter;
    private final List<ProbeLedger.Blind> past = new ArrayList<>();
    private Instant lastPass;
    private boolean blind = true;

    public Sight(InstantSource clock, Duration lateAfter) {
        this.clock = clock;
        this.lateAfter = lateAfter;
        this.lastPass = clock.instant();
    }

    /** What earlier hubs left behind. */
    synchronized void remember(List<ProbeLedger.Blind> blindTimes, Optional<Instant> lastPassBefore) {
        past.addAll(0, blindTimes);
        lastPassBefore.filter(before -> blind && before.isBefore(lastPass)).ifPresent(before -> lastPass = before);
    }

    /** A probe came through. @return the blind time that it ended */
    synchronized Optional<ProbeLedger.Blind> passed(Instant at) {
        ProbeLedger.Blind ended = late(at) ? new ProbeLedger.Blind(lastPass, at) : null;
        lastPass = at;
        blind = false;
        if (ended != null) {
            past.add(ended);
            if (past.size() > REMEMBERED) {
                past.remove(0);
            }
        }
        return Optional.ofNullable(ended);
    }

    private boolean late(Instant now) {
        return blind || Duration.between(lastPass, now).compareTo(lateAfter) > 0;
    }

    public synchronized Duration sinceLastPass() {
        return Duration.between(lastPass, clock.instant());
    }

    public synchronized Optional<Instant> blindSince() {
        return late(clock.instant()) ? Optional.of(lastPass) : Optional.empty();
    }

    /** How much of a span of time was blind; overlapping blind times count once. */
    public synchronized Duration blindWithin(Instant from, Instant to) {
        List<ProbeLedger.Blind> times = new ArrayList<>(past);
        Instant now = clock.instant();
        if (late(now)) {
            times.add(new ProbeLedger.Blind(lastPass, now));
        }
        times.sort((a, b) -> a.from().compareTo(b.from()));
        Duration total = Duration.ZERO;
        Instant counted = from;
        for (ProbeLedger.Blind time : times) {
            Instant begin = time.from().isBefore(counted) ? counted : time.from();
            Instant end = time.until().isAfter(to) ? to : time.until();
            if (begin.isBefore(end)) {
                total = total.plus(Duration.between(begin, end));
                counted = end;
            }
        }
        return total;
    }
}
