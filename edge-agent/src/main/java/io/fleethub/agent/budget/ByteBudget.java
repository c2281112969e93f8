package io.fleethub.agent.budget;

import io.fleethub.agent.config.LinkConfig;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes left today and may still leave. A day is one of UTC, or 24 hours of uptime while the clock is not set.
 * Thread-safe.
 */
public final class ByteBudget {

    public static final List<Migration> MIGRATIONS = BudgetDay.MIGRATIONS;

    private static final Logger LOG = LoggerFactory.getLogger(ByteBudget.class);

    /** The part of a budget that is written down ahead of its use: so many writes a day, and so much lost by a restart. */
    private static final int AHEAD = 64;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(30);

    private final AgentDatabase database;
    private final MachineClock clock;
    private final LinkConfig link;
    private final ErrorLog errors;

    // Guarded by this object.
    private long day;
    private long used;
    private long written;
    private Duration elapsedAtStart;
    private Duration uptimeAtStart;
    private boolean exhausted;
    private Duration lastSaid = SAY_AGAIN.negated();

    public ByteBudget(AgentDatabase database, MachineClock clock, LinkConfig link, ErrorLog errors) {
        this.database = database;
        this.clock = clock;
        this.link = link;
        this.errors = errors;
        BudgetDay kept = database.read(BudgetDay::load);
        this.day = kept.day();
        this.used = kept.used();
        this.written = kept.used();
        this.elapsedAtStart = Duration.ofMillis(kept.elapsedMillis());
        this.uptimeAtStart = clock.uptime();
        tick();
    }

    /** What was published, whatever it was. */
    synchronized void count(long bytes) {
        used += bytes;
        if (limited() && used > written) {
            written = used + link.bytesPerDay() / AHEAD;
            store();
        }
    }

    /** Whether telemetry or logs of that size may leave today; when not, none of them does until tomorrow. */
    synchronized boolean allows(long bytes) {
        if (limited() && !exhausted && used + bytes > link.bytesPerDay()) {
            exhausted = true;
            LOG.warn("event=budget.exhausted used={} bytesPerDay={}", used, link.bytesPerDay());
            say();
        }
        return !exhausted;
    }

    /** What is left of today. */
    synchronized long left() {
        return exhausted ? 0 : limited() ? Math.max(0, link.bytesPerDay() - used) : Long.MAX_VALUE;
    }

    public synchronized boolean exhausted() {
        return exhausted;
    }

    public synchronized BudgetView view() {
        return new BudgetView(link.bytesPerDay(), used, exhausted, link.metered());
    }

    /** Every minute: looks whether a new day has begun. */
    public synchronized void tick() {
        Duration uptime = clock.uptime();
        if (clock.synced()) {
            Instant now = clock.now();
            long today = Math.floorDiv(now.getEpochSecond(), DAY.toSeconds());
            if (day != BudgetDay.UNKNOWN && today > day) {
                beginDay();
            }
            day = today;
            elapsedAtStart = Duration.ofSeconds(Math.floorMod(now.getEpochSecond(), DAY.toSeconds()));
            uptimeAtStart = uptime;
        } else if (elapsed(uptime).compareTo(DAY) >= 0) {
            beginDay();
            day = BudgetDay.UNKNOWN;
            elapsedAtStart = Duration.ZERO;
            uptimeAtStart = uptime;
        }
        if (exhausted && uptime.minus(lastSaid).compareTo(SAY_AGAIN) >= 0) {
            say();
        }
    }

    private boolean limited() {
        return link.bytesPerDay() > 0;
    }

    private Duration elapsed(Duration uptime) {
        return elapsedAtStart.plus(uptime.minus(uptimeAtStart));
    }

    private void beginDay() {
        if (used > 0) {
            LOG.info("event=budget.day used={} exhausted={}", used, exhausted);
        }
        used = 0;
        written = 0;
        exhausted = false;
        lastSaid = SAY_AGAIN.negated();
    }

    private void say() {
        lastSaid = clock.uptime();
        errors.add(
                "BUDGET_EXHAUSTED",
                "today's " + link.bytesPerDay() + " bytes are used up: telemetry and logs wait for tomorrow");
    }

    private void store() {
        BudgetDay now = new BudgetDay(day, written, elapsed(clock.uptime()).toMillis());
        CompletableFuture<BudgetDay> unused = database.write(now::store).whenComplete((kept, failure) -> {
            if (failure != null) {
                LOG.warn("event=budget.not_kept detail=\"{}\"", failure.getMessage());
            }
        });
    }
}
