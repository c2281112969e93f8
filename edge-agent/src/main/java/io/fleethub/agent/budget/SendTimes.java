package io.fleethub.agent.budget;

import io.fleethub.agent.config.LinkConfig;
import io.fleethub.agent.outbox.SendGate;
import java.util.function.LongSupplier;

/**
 * When the outbox may send and how much at once: what is left of the day's budget, and on a metered link once in a while
 * until nothing waits. Confined to the scheduler's thread.
 */
public final class SendTimes implements SendGate {

    /** A remainder smaller than this carries no message worth its envelope. */
    private static final long CRUMBS = 1 << 10;

    private final ByteBudget budget;
    private final LinkConfig link;
    private final LongSupplier nanos;
    private long closedSinceNanos;
    private boolean closed;

    public SendTimes(ByteBudget budget, LinkConfig link, LongSupplier nanos) {
        this.budget = budget;
        this.link = link;
        this.nanos = nanos;
    }

    @Override
    public int bytes() {
        if (closed
                && nanos.getAsLong() - closedSinceNanos
                        < link.meteredSendInterval().toNanos()) {
            return 0;
        }
        closed = false;
        long left = budget.left() - BudgetedConnection.cost(0);
        return left < CRUMBS ? 0 : (int) Math.min(Integer.MAX_VALUE, left);
    }

    @Override
    public void nothingWaits() {
        if (link.metered() && !closed) {
            closed = true;
            closedSinceNanos = nanos.getAsLong();
        }
    }
}
