package io.fleethub.broker.extension;

import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down machines that use one identity and take each other over: a node may do so twice a minute without waiting, then it waits
 * longer each time. Nobody is refused. Of one node no later take-over comes before an earlier one.
 *
 * <p>Thread-safe; remembers a bounded number of nodes, the one longest without a take-over goes first.
 */
final class TakeOverPace {

    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int FREE = 2;
    private static final int KEPT = 8;
    private static final int REMEMBERED = 10_000;

    /** The latest take-overs of one node, the newest last, and when the newest was let through. */
    private static final class Recent {
        private final Deque<Long> at = new ArrayDeque<>();
        private long letThrough;
    }

    private final LongSupplier nanos;
    private final Map<NodeId, Recent> nodes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Recent> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param nanos a monotonic clock, as {@link System#nanoTime} */
    TakeOverPace(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts a take-over. @return how long it has to wait */
    synchronized Duration next(NodeId node) {
        long now = nanos.getAsLong();
        Recent recent = nodes.computeIfAbsent(node, first -> new Recent());
        while (!recent.at.isEmpty() && now - recent.at.peekFirst() > WINDOW.toNanos()) {
            recent.at.removeFirst();
        }
        long pause = pause(recent.at.size()).toNanos();
        long earlier = recent.at.isEmpty() ? 0 : recent.letThrough - now;
        long waits = Math.max(pause, earlier);
        recent.letThrough = now + waits;
        recent.at.addLast(now);
        if (recent.at.size() > KEPT) {
            recent.at.removeFirst();
        }
        return Duration.ofNanos(waits);
    }

    private static Duration pause(int before) {
        if (before < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(before - FREE, 3));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
