package io.fleethub.broker.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket of one number: the moment at which all that was taken so far is paid for at the steady rate. It may lie
 * ahead of now by the burst; beyond it one waits. Thread-safe without a lock, since all nodes of a tenant share one.
 */
final class Budget {

    /** {@link #reserve} found no room within the time that one is ready to wait. */
    static final long REFUSED = -1;

    private final double nanosForOne;
    private final long burstNanos;
    private final AtomicLong paidAt;

    /** @param now of the clock that every later call uses too, in nanoseconds of any origin */
    Budget(long perPeriod, Duration period, Duration burst, long now) {
        this.nanosForOne = (double) period.toNanos() / perPeriod;
        this.burstNanos = burst.toNanos();
        this.paidAt = new AtomicLong(now);
    }

    /**
     * Takes as much, or nothing when the wait would be longer than {@code longest}. One that finds the budget untouched
     * never waits, however large it is: else it would wait for ever.
     *
     * @return nanoseconds to wait, or {@link #REFUSED}
     */
    long reserve(long units, long now, long longest) {
        while (true) {
            long paid = paidAt.get();
            boolean untouched = paid - now <= 0;
            long next = (untouched ? now : paid) + cost(units);
            long wait = untouched ? 0 : Math.max(0, next - now - burstNanos);
            if (wait > longest) {
                return REFUSED;
            }
            if (paidAt.compareAndSet(paid, next)) {
                return wait;
            }
        }
    }

    /** Gives back what was reserved and is not used after all. */
    void giveBack(long units) {
        paidAt.addAndGet(-cost(units));
    }

    /** Nothing is owed, so that a new one would do the same. */
    boolean isUntouched(long now) {
        return paidAt.get() - now <= 0;
    }

    private long cost(long units) {
        return Math.min((long) (units * nanosForOne), TimeUnit.DAYS.toNanos(1));
    }
}
