package io.fleethub.broker.limits;

import io.fleethub.broker.config.LimitSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is kept of one node, over all its connections. Thread-safe. */
final class NodeBudgets {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    final Budget messages;
    final Budget bytes;
    final Budget connects;
    /** One status a second passes whatever else the node does. */
    final Budget statuses;

    final Patience messagePatience;
    final Patience connectPatience;

    private @Nullable Excess excess;

    NodeBudgets(LimitSettings limits, long now) {
        messages = new Budget(limits.nodeMessagesPerSecond(), SECOND, limits.burst(), now);
        bytes = new Budget(limits.nodeBytesPerMinute(), MINUTE, MINUTE, now);
        connects = new Budget(1, SECOND, limits.burst(), now);
        statuses = new Budget(1, SECOND, Duration.ZERO, now);
        messagePatience = new Patience(limits.slowedAtMost());
        connectPatience = new Patience(limits.slowedAtMost());
    }

    synchronized void exceeded(long now) {
        if (excess == null) {
            excess = new Excess(now);
        }
        excess.add(now);
    }

    synchronized int exceededLastMinute(long now) {
        return excess == null ? 0 : excess.lastMinute(now);
    }

    /** Forgetting it would change nothing. */
    synchronized boolean isIdle(long now) {
        return exceededLastMinute(now) == 0
                && messages.isUntouched(now)
                && bytes.isUntouched(now)
                && connects.isUntouched(now)
                && statuses.isUntouched(now);
    }
}
