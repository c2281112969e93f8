package io.fleethub.broker.limits;

import io.fleethub.broker.config.LimitSettings;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds every node and every tenant to its limits: beyond them one is slowed, then refused, so that one mad node does not
 * slow the others. What a node is refused costs its tenant nothing. Thread-safe; memory is bounded by the number of known
 * nodes, and by the two bounds of what waits.
 */
public final class TrafficLimits {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LimitSettings settings;
    private final LongSupplier nanos;
    private final long origin;
    private final Map<NodeId, NodeBudgets> nodes = new ConcurrentHashMap<>();
    private final Map<String, TenantBudgets> tenants = new ConcurrentHashMap<>();
    private final AtomicInteger delayedMessages = new AtomicInteger();
    private final AtomicLong delayedBytes = new AtomicLong();

    private record TenantBudgets(Budget messages, Budget bytes) {}

    /** @param nanos a clock that never goes back, of any origin */
    public TrafficLimits(LimitSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /**
     * @param tenant null where the hub did not say whose the node is
     * @param flowControlled the client waits for answers before it sends ever more; others are never slowed, since what
     *     they send meanwhile would pile up in the broker
     */
    public Verdict publish(NodeId node, @Nullable String tenant, long bytes, boolean flowControlled) {
        long now = now();
        NodeBudgets budgets = budgets(node, now);
        if (budgets.messages.isUntouched(now) && budgets.bytes.isUntouched(now)) {
            budgets.messagePatience.restore();
        }
        long wait = reserve(budgets, tenant, bytes, now, flowControlled ? longestDelay() : 0);
        if (wait == 0) {
            return Verdict.PASS;
        }
        budgets.exceeded(now);
        if (wait == Budget.REFUSED) {
            return Verdict.REFUSE;
        }
        if (!budgets.messagePatience.lasts(now) || !mayDelay(bytes)) {
            giveBack(budgets, tenant, bytes);
            return Verdict.REFUSE;
        }
        return new Verdict.Delay(Duration.ofNanos(wait));
    }

    /** A status: one a second always passes, more of them are messages like any other. */
    public Verdict publishStatus(NodeId node, @Nullable String tenant, long bytes, boolean flowControlled) {
        long now = now();
        return budgets(node, now).statuses.reserve(1, now, 0) == 0
                ? Verdict.PASS
                : publish(node, tenant, bytes, flowControlled);
    }

    /** A connection whose password is right; others take nothing from the node whose name they use. */
    public Verdict connect(NodeId node) {
        long now = now();
        NodeBudgets budgets = budgets(node, now);
        if (budgets.connects.isUntouched(now)) {
            budgets.connectPatience.restore();
        }
        long wait = budgets.connects.reserve(1, now, longestDelay());
        if (wait == 0) {
            return Verdict.PASS;
        }
        budgets.exceeded(now);
        if (wait == Budget.REFUSED) {
            return Verdict.REFUSE;
        }
        if (!budgets.connectPatience.lasts(now) || !mayDelay(0)) {
            budgets.connects.giveBack(1);
            return Verdict.REFUSE;
        }
        return new Verdict.Delay(Duration.ofNanos(wait));
    }

    /** What waited goes on. */
    public void released(long bytes) {
        delayedMessages.decrementAndGet();
        delayedBytes.addAndGet(-bytes);
    }

    /** How often the node was slowed or refused in the last minute. */
    public int exceededLastMinute(NodeId node) {
        NodeBudgets budgets = nodes.get(node);
        return budgets == null ? 0 : budgets.exceededLastMinute(now());
    }

    /** Forgets whom nothing is known of that a newcomer's record would not say as well. To be called now and then. */
    public void forgetIdle() {
        long now = now();
        nodes.values().removeIf(budgets -> budgets.isIdle(now));
        tenants.values()
                .removeIf(budgets ->
                        budgets.messages().isUntouched(now) && budgets.bytes().isUntouched(now));
    }

    int remembered() {
        return nodes.size() + tenants.size();
    }

    /** Takes from all four budgets or from none. */
    private long reserve(NodeBudgets node, @Nullable String tenant, long bytes, long now, long longest) {
        long wait = both(node.messages, node.bytes, bytes, now, longest);
        if (wait == Budget.REFUSED || tenant == null) {
            return wait;
        }
        TenantBudgets shared = tenants.computeIfAbsent(tenant, key -> tenantBudgets(now));
        long waitOfTenant = both(shared.messages(), shared.bytes(), bytes, now, longest);
        if (waitOfTenant == Budget.REFUSED) {
            node.messages.giveBack(1);
            node.bytes.giveBack(bytes);
            return Budget.REFUSED;
        }
        return Math.max(wait, waitOfTenant);
    }

    private static long both(Budget messages, Budget bytes, long size, long now, long longest) {
        long wait = messages.reserve(1, now, longest);
        if (wait == Budget.REFUSED) {
            return Budget.REFUSED;
        }
        long waitForBytes = bytes.reserve(size, now, longest);
        if (waitForBytes == Budget.REFUSED) {
            messages.giveBack(1);
            return Budget.REFUSED;
        }
        return Math.max(wait, waitForBytes);
    }

    private void giveBack(NodeBudgets node, @Nullable String tenant, long bytes) {
        node.messages.giveBack(1);
        node.bytes.giveBack(bytes);
        TenantBudgets shared = tenant == null ? null : tenants.get(tenant);
        if (shared != null) {
            shared.messages().giveBack(1);
            shared.bytes().giveBack(bytes);
        }
    }

    private boolean mayDelay(long bytes) {
        boolean roomForOne =
                delayedMessages.incrementAndGet() <= settings.waiting().messages();
        boolean roomForBytes =
                delayedBytes.addAndGet(bytes) <= settings.waiting().bytes();
        if (roomForOne && roomForBytes) {
            return true;
        }
        released(bytes);
        return false;
    }

    private long longestDelay() {
        return settings.longestDelay().toNanos();
    }

    private NodeBudgets budgets(NodeId node, long now) {
        return nodes.computeIfAbsent(node, key -> new NodeBudgets(settings, now));
    }

    private TenantBudgets tenantBudgets(long now) {
        return new TenantBudgets(
                new Budget(settings.tenantMessagesPerSecond(), SECOND, settings.burst(), now),
                new Budget(settings.tenantBytesPerMinute(), MINUTE, MINUTE, now));
    }

    private long now() {
        return nanos.getAsLong() - origin;
    }
}
