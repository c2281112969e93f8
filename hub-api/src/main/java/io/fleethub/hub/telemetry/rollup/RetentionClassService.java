package io.fleethub.hub.telemetry.rollup;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.telemetry.TelemetryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's retention classes: its own, and the hub's defaults where it has none of that pattern. Stateless. */
@ApplicationScoped
class RetentionClassService {

    private static final int MAX_CLASSES = 100;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final ScopedTransactions transactions;
    private final RetentionClassRepository classes;
    private final TelemetryConfig config;

    RetentionClassService(ScopedTransactions transactions, RetentionClassRepository classes, TelemetryConfig config) {
        this.transactions = transactions;
        this.classes = classes;
        this.config = config;
    }

    List<RetentionClass> of(Scope.Tenant scope) {
        return transactions.call(
                scope,
                () -> withDefaults(classes.byTenant().getOrDefault(scope.id().value(), List.of())));
    }

    /** One of them covers all metrics. */
    List<RetentionClass> withDefaults(List<RetentionClass> own) {
        List<RetentionClass> all = new ArrayList<>(own);
        config.costMetrics()
                .forEach(pattern -> addMissing(all, pattern, config.costRetention(), config.costRetention()));
        addMissing(all, RetentionClass.ALL, config.hourlyRetention(), config.dailyRetention());
        return all;
    }

    private static void addMissing(List<RetentionClass> all, String pattern, Duration hourly, Duration daily) {
        if (all.stream().noneMatch(one -> one.pattern().equals(pattern))) {
            all.add(new RetentionClass(pattern, hourly, daily, null, false));
        }
    }

    RetentionClass put(Scope.Tenant scope, String pattern, RetentionClassRequest request) {
        if (!RetentionClass.isWellFormed(pattern)) {
            throw ProblemException.invalid(
                    "pattern", "must be a metric's name, the beginning of names as energy.cost.*, or *");
        }
        requireDays("hourly", request.hourly());
        requireDays("daily", request.daily());
        requireDays("monthly", request.monthly());
        requireOrder("daily", request.daily(), "hourly", request.hourly());
        requireOrder("monthly", request.monthly(), "daily", request.daily());
        RetentionClass wanted = new RetentionClass(pattern, request.hourly(), request.daily(), request.monthly(), true);
        transactions.run(scope, () -> {
            transactions.lock("retention classes of " + scope.id());
            List<RetentionClass> own =
                    classes.byTenant().getOrDefault(scope.id().value(), List.of());
            if (own.size() >= MAX_CLASSES
                    && own.stream().noneMatch(one -> one.pattern().equals(pattern))) {
                throw ProblemException.invalid("pattern", "would be one more than " + MAX_CLASSES);
            }
            classes.put(scope.id(), wanted);
        });
        return wanted;
    }

    void delete(Scope.Tenant scope, String pattern) {
        if (!transactions.call(scope, () -> classes.delete(pattern))) {
            throw ProblemException.notFound("there is no retention class " + pattern + " of your own");
        }
    }

    private static void requireDays(String field, @Nullable Duration value) {
        if (value != null
                && (value.compareTo(LONGEST) > 0
                        || value.toDays() < 1
                        || !value.equals(Duration.ofDays(value.toDays())))) {
            throw ProblemException.invalid(field, "must be whole days from P1D to P" + LONGEST.toDays() + "D");
        }
    }

    private static void requireOrder(String field, @Nullable Duration value, String below, Duration least) {
        if (value != null && value.compareTo(least) < 0) {
            throw ProblemException.invalid(field, "must not be shorter than " + below);
        }
    }
}
