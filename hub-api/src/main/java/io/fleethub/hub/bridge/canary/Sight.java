package io.fleethub.hub.bridge.canary;

import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the hubs see, and when they did not. Blind begins with the last probe that came through, of the lane that lacks one for
 * longest, and is noticed when the next one is late; it ends when every lane has a new one. A hub that starts is blind since the last
 * probe of any hub before it.
 *
 * <p>Thread-safe; all state behind its lock.
 */
public final class Sight {

    /** The lanes that probes go through. */
    static final Set<Channel> LANES = Collections.unmodifiableSet(EnumSet.of(Channel.STATUS, Channel.TELEMETRY));

    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final Duration lateAfter;
    private final List<ProbeLedger.Blind> past = new ArrayList<>();
    private final Map<Channel, Instant> last = new EnumMap<>(Channel.class);
    /** Lanes of which no probe was heard of yet. */
    private final Set<Channel> unheard = EnumSet.copyOf(LANES);

    public Sight(InstantSource clock, Duration lateAfter) {
        this.clock = clock;
        this.lateAfter = lateAfter;
        Instant start = clock.instant();
        LANES.forEach(lane -> last.put(lane, start));
    }

    /** What earlier hubs left behind. */
    synchronized void remember(List<ProbeLedger.Blind> blindTimes, Map<Channel, Instant> passesBefore) {
        past.addAll(0, blindTimes);
        passesBefore.forEach((lane, before) -> {
            if (unheard.contains(lane) && before.isBefore(lastOf(lane))) {
                last.put(lane, before);
            }
        });
    }

    /** A probe came through its lane at this time, taken by any hub. @return the blind time that it ended */
    synchronized Optional<ProbeLedger.Blind> passed(Channel lane, Instant at) {
        Instant now = clock.instant();
        if (Duration.between(at, now).compareTo(lateAfter) > 0) {
            return Optional.empty(); // of before the gap
        }
        boolean wasBlind = late(now);
        Instant from = lastPass();
        unheard.remove(lane);
        if (at.isAfter(lastOf(lane))) {
            last.put(lane, at);
        }
        if (!wasBlind || late(now) || !from.isBefore(at)) {
            return Optional.empty();
        }
        ProbeLedger.Blind ended = new ProbeLedger.Blind(from, at);
        past.add(ended);
        if (past.size() > REMEMBERED) {
            past.remove(0);
        }
        return Optional.of(ended);
    }

    private boolean late(Instant now) {
        return !unheard.isEmpty() || Duration.between(lastPass(), now).compareTo(lateAfter) > 0;
    }

    private Instant lastPass() {
        return Collections.min(last.values());
    }

    private Instant lastOf(Channel lane) {
        return last.getOrDefault(lane, Instant.MIN);
    }

    public synchronized Duration sinceLastPass() {
        return Duration.between(lastPass(), clock.instant());
    }

    public synchronized Optional<Instant> blindSince() {
        return late(clock.instant()) ? Optional.of(lastPass()) : Optional.empty();
    }

    /** How much of a span of time was blind; overlapping blind times count once. */
    public synchronized Duration blindWithin(Instant from, Instant to) {
        List<ProbeLedger.Blind> times = new ArrayList<>(past);
        Instant now = clock.instant();
        if (late(now)) {
            times.add(new ProbeLedger.Blind(lastPass(), now));
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
