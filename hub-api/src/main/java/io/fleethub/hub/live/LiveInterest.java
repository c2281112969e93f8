package io.fleethub.hub.live;

import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.db.ChangeNotices;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tenants have a reader on any hub, as the hubs tell each other; kept alive by being told again. Thread-safe; at most one entry
 * for each tenant.
 */
@ApplicationScoped
class LiveInterest {

    private static final Scope SCOPE = new Scope.Platform("live interest");
    private static final String KIND = "live-interest";
    private static final Duration LASTS = Duration.ofSeconds(30);

    private final ScopedTransactions transactions;
    private final ChangeNotices notices;
    private final Clock clock;
    private final Map<TenantId, Instant> until = new ConcurrentHashMap<>();

    LiveInterest(ScopedTransactions transactions, ChangeNotices notices, Clock clock) {
        this.transactions = transactions;
        this.notices = notices;
        this.clock = clock;
    }

    static boolean isOne(ChangeNotice.Changed notice) {
        return notice.kind().equals(KIND);
    }

    void tell(Collection<TenantId> tenants) {
        if (!tenants.isEmpty()) {
            List<ChangeNotice.Changed> told = tenants.stream()
                    .map(tenant -> new ChangeNotice.Changed(KIND, tenant.toString()))
                    .toList();
            transactions.run(SCOPE, () -> notices.announce(told));
        }
    }

    boolean in(TenantId tenant) {
        Instant end = until.get(tenant);
        return end != null && clock.instant().isBefore(end);
    }

    void hear(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Changed changed && isOne(changed)) {
            until.put(
                    new TenantId(UUID.fromString(changed.id())), clock.instant().plus(LASTS));
        }
    }
}
