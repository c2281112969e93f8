package io.fleethub.hub.telemetry.rollup;

import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.schemas.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Marks the hours that reports of a transaction fall into, so that they will be rolled up anew.
 *
 * <p>A live report is marked once an hour: a mark lies until some time after its hour has ended, and while this hub knows that it will
 * lie until long after the current transaction is over, another one would say nothing new. That knowledge is in monotonic time since the
 * database's own answer, so that no wall clock takes part, and a transaction that takes too long must not commit.
 *
 * <p>Thread-safe; remembers a bounded number of marks, and marks again what it forgot.
 */
@ApplicationScoped
public class RollupMarks {

    private static final int REMEMBERED = 100_000;
    /** What a transaction may take until it commits; the database ends an idle one within another minute. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(2);

    private static final Duration STILL_THERE = LONGEST_TRANSACTION.plusMinutes(2);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Spread over as long again, so that not all nodes' hours are due at once. */
    private static final String MARK = """
            WITH marked AS (
                INSERT INTO telemetry_rollup_mark (node_id, tenant_id, hour, due_at)
                SELECT k.node_id, k.tenant_id, k.hour,
                    greatest(k.hour + interval '1 hour', now())
                        + ? * interval '1 microsecond' * (1 + (hashtext(k.node_id) & 255) / 256.0)
                FROM unnest(?::text[], ?::uuid[], ?::timestamptz[]) AS k (node_id, tenant_id, hour))
            SELECT now()""";

    private final Duration settle;
    private final LongSupplier nanoTime;
    /** Until when, in nanoseconds of this JVM, a committed mark surely lies there. */
    private final Map<NodeHour, Long> remembered = Collections.synchronizedMap(new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeHour, Long> eldest) {
            return size() > REMEMBERED;
        }
    });

    @Inject
    RollupMarks(TelemetryConfig config) {
        this(config.rollupSettle(), System::nanoTime);
    }

    /** For tests, which make time pass. */
    RollupMarks(Duration settle, LongSupplier nanoTime) {
        this.settle = settle;
        this.nanoTime = nanoTime;
    }

    /**
     * A hub that lost the database may have found another one: one that was restored from a backup. And a node that was
     * erased took its marks along; another may come with its name.
     */
    void forget(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Missed) {
            remembered.clear();
        } else if (notice instanceof ChangeNotice.Changed changed
                && changed.kind().equals("node")) {
            synchronized (remembered) {
                remembered.keySet().removeIf(known -> known.nodeId().value().equals(changed.id()));
            }
        }
    }

    /** The marks of one transaction. Not thread-safe. */
    public final class Marking {
        private final long begun = nanoTime.getAsLong();
        private final Map<NodeHour, Long> news = new LinkedHashMap<>();

        /** @throws SQLException of a kind that means to try again, when the marks may no longer be what the reports need */
        public void beforeCommit() throws SQLException {
            if (nanoTime.getAsLong() - begun > LONGEST_TRANSACTION.toNanos()) {
                throw new SQLException("the transaction took longer than " + LONGEST_TRANSACTION, "40000");
            }
        }

        public void afterCommit() {
            remembered.putAll(news);
        }
    }

    /** To be called within the transaction that inserts the reports. */
    public Marking mark(Connection connection, Map<NodeHour, TenantId> hours) throws SQLException {
        Marking marking = new Marking();
        Map<NodeHour, TenantId> missing = new LinkedHashMap<>(hours);
        missing.keySet().removeIf(hour -> isThere(hour, marking.begun));
        if (!missing.isEmpty()) {
            Instant now = insert(connection, missing);
            for (NodeHour hour : missing.keySet()) {
                Duration open = Duration.between(now, hour.hour().plus(HOUR));
                Duration left = open.isNegative() ? settle : open.plus(settle);
                marking.news.put(hour, marking.begun + left.toNanos());
            }
        }
        return marking;
    }

    private boolean isThere(NodeHour hour, long now) {
        Long until = remembered.get(hour);
        return until != null && until - now > STILL_THERE.toNanos();
    }

    private Instant insert(Connection connection, Map<NodeHour, TenantId> hours) throws SQLException {
        Object[] nodes =
                hours.keySet().stream().map(hour -> hour.nodeId().value()).toArray();
        Object[] tenants = hours.values().stream().map(TenantId::value).toArray();
        Object[] begins = hours.keySet().stream()
                .map(hour -> hour.hour().atOffset(ZoneOffset.UTC))
                .toArray();
        try (PreparedStatement mark = connection.prepareStatement(MARK)) {
            mark.setLong(1, settle.toNanos() / 1_000);
            mark.setArray(2, connection.createArrayOf("text", nodes));
            mark.setArray(3, connection.createArrayOf("uuid", tenants));
            mark.setArray(4, connection.createArrayOf("timestamptz", begins));
            try (ResultSet rows = mark.executeQuery()) {
                rows.next();
                return rows.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }
}
