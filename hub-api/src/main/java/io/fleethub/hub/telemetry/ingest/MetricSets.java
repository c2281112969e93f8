package io.fleethub.hub.telemetry.ingest;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.schemas.TenantId;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary of names that are reported together. An entry is committed on its own before the reports that use it, and never
 * changes, so that it may be remembered.
 *
 * <p>Thread-safe; the memory is bounded, the one used least goes first.
 */
@ApplicationScoped
class MetricSets {

    private static final int REMEMBERED = 10_000;

    private static final String ADD_NAMES =
            "INSERT INTO metric_name (tenant_id, name) SELECT ?, unnest(?::text[]) ON CONFLICT DO NOTHING";
    private static final String ADD_SET = """
            INSERT INTO metric_set (tenant_id, names, names_sha256, metric_ids)
            SELECT ?, ?, ?, coalesce(array_agg(m.metric_id ORDER BY u.position), '{}')
            FROM unnest(?::text[]) WITH ORDINALITY AS u (name, position) JOIN metric_name m ON m.name = u.name AND m.tenant_id = ?
            ON CONFLICT DO NOTHING""";

    private record Key(TenantId tenantId, List<String> names) {

        byte[] hash() {
            return sha256(String.join("\n", names));
        }
    }

    private final AgroalDataSource ingest;
    private final Map<Key, Integer> remembered = Collections.synchronizedMap(new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > REMEMBERED;
        }
    });

    MetricSets(@DataSource("ingest") AgroalDataSource ingest) {
        this.ingest = ingest;
    }

    /** The database may have been restored from a backup meanwhile, and have other numbers. */
    void forget(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Missed) {
            remembered.clear();
        }
    }

    /**
     * @param names in their natural order
     * @return null when no node ever reported just these
     */
    @Nullable Integer find(TenantId tenantId, List<String> names) throws SQLException {
        Key key = new Key(tenantId, names);
        Integer known = remembered.get(key);
        if (known == null) {
            try (Connection connection = ingest.getConnection()) {
                known = find(connection, key);
            }
        }
        return known;
    }

    /** As {@link #find}, and adds it when it is not there. */
    int idOf(Connection connection, TenantId tenantId, List<String> names) throws SQLException {
        Key key = new Key(tenantId, names);
        Integer known = find(connection, key);
        if (known == null) {
            add(connection, key);
            known = Objects.requireNonNull(find(connection, key), "it was just added");
        }
        return known;
    }

    private static void add(Connection connection, Key key) throws SQLException {
        Array names = connection.createArrayOf("text", key.names().toArray());
        try (PreparedStatement insert = connection.prepareStatement(ADD_NAMES)) {
            insert.setObject(1, key.tenantId().value());
            insert.setArray(2, names);
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD_SET)) {
            insert.setObject(1, key.tenantId().value());
            insert.setArray(2, names);
            insert.setBytes(3, key.hash());
            insert.setArray(4, names);
            insert.setObject(5, key.tenantId().value());
            insert.executeUpdate();
        }
    }

    private @Nullable Integer find(Connection connection, Key key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT metric_set_id FROM metric_set WHERE tenant_id = ? AND names_sha256 = ?")) {
            select.setObject(1, key.tenantId().value());
            select.setBytes(2, key.hash());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                int found = rows.getInt(1);
                remembered.put(key, found);
                return found;
            }
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
