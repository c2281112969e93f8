package io.fleethub.hub.telemetry.ingest;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a node report under the sets of names that it used lately, and under new ones until it has too many: whoever makes up names
 * must not fill the dictionary, and with it every query. A set's use is written down once a day.
 *
 * <p>Thread-safe; remembers a bounded number of uses, and looks up what it forgot. Two hubs at once may let in a few more.
 */
@ApplicationScoped
class NodeMetricSets {

    private static final int REMEMBERED = 200_000;
    /** Refusals of a node in one batch, after which it is no longer asked whether another new set fits. */
    private static final int PATIENCE = 10;

    private static final String TOUCH =
            "UPDATE node_metric_set SET used_on = ? WHERE node_id = ? AND metric_set_id = ?";
    private static final String OPEN = """
            INSERT INTO node_metric_set (node_id, metric_set_id, tenant_id, used_on)
            SELECT held, ?, ?, ? FROM hold_nodes(ARRAY[?]) AS held ON CONFLICT DO NOTHING""";
    private static final String USED = """
            SELECT count(DISTINCT n.metric_set_id), count(DISTINCT u.name),
                count(DISTINCT u.name) FILTER (WHERE u.name = ANY (?))
            FROM node_metric_set n JOIN metric_set s USING (metric_set_id) LEFT JOIN LATERAL unnest(s.names) AS u (name) ON true
            WHERE n.node_id = ?""";

    private record Use(String nodeId, int metricSetId) {}

    private final AgroalDataSource ingest;
    private final MetricSets sets;
    private final TelemetryConfig config;
    private final Clock clock;
    private final Map<Use, LocalDate> remembered = Collections.synchronizedMap(new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, LocalDate> eldest) {
            return size() > REMEMBERED;
        }
    });

    NodeMetricSets(
            @DataSource("ingest") AgroalDataSource ingest, MetricSets sets, TelemetryConfig config, Clock clock) {
        this.ingest = ingest;
        this.sets = sets;
        this.config = config;
        this.clock = clock;
    }

    /** The database may have been restored from a backup meanwhile, and have other numbers. */
    void forget(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Missed) {
            remembered.clear();
        }
    }

    /**
     * Not within a transaction: what it finds is committed on its own.
     *
     * @return the set of each report, by identity; a report that is missing has one too many
     */
    Map<Entry, Integer> admit(List<Entry> entries) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<Entry, Integer> admitted = new IdentityHashMap<>();
        Map<String, Integer> refused = new HashMap<>();
        for (Entry entry : entries) {
            Integer set = admit(entry, today, refused);
            if (set != null) {
                admitted.put(entry, set);
            }
        }
        return admitted;
    }

    private @Nullable Integer admit(Entry entry, LocalDate today, Map<String, Integer> refused) throws SQLException {
        String node = entry.nodeId().value();
        Integer known = sets.find(entry.tenantId(), entry.values().names());
        if (known != null && today.equals(remembered.get(new Use(node, known)))) {
            return known;
        }
        try (Connection connection = ingest.getConnection()) {
            if (known != null && touch(connection, new Use(node, known), today)) {
                return known;
            }
            if (refused.getOrDefault(node, 0) >= PATIENCE || !fits(connection, entry)) {
                refused.merge(node, 1, Integer::sum);
                return null;
            }
            return open(connection, entry, today);
        }
    }

    private boolean touch(Connection connection, Use use, LocalDate today) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TOUCH)) {
            update.setObject(1, today);
            update.setString(2, use.nodeId());
            update.setInt(3, use.metricSetId());
            boolean used = update.executeUpdate() > 0;
            if (used) {
                remembered.put(use, today);
            }
            return used;
        }
    }

    private boolean fits(Connection connection, Entry entry) throws SQLException {
        List<String> names = entry.values().names();
        try (PreparedStatement select = connection.prepareStatement(USED)) {
            select.setArray(1, connection.createArrayOf("text", names.toArray()));
            select.setString(2, entry.nodeId().value());
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                int namesThen = rows.getInt(2) + names.size() - rows.getInt(3);
                return rows.getInt(1) < config.maxMetricSets() && namesThen <= config.maxMetricNames();
            }
        }
    }

    /** A node that is gone, or just going, opens nothing; its reports will not be kept. */
    private int open(Connection connection, Entry entry, LocalDate today) throws SQLException {
        int set = sets.idOf(connection, entry.tenantId(), entry.values().names());
        try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
            insert.setInt(1, set);
            insert.setObject(2, entry.tenantId().value());
            insert.setObject(3, today);
            insert.setString(4, entry.nodeId().value());
            if (insert.executeUpdate() > 0) {
                remembered.put(new Use(entry.nodeId().value(), set), today);
            }
        }
        return set;
    }
}
