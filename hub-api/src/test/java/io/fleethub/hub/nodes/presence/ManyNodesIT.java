package io.fleethub.hub.nodes.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub of 100,000 nodes, in a database of its own, a third of which fall silent at once. */
@QuarkusTest
@TestProfile(ManyNodesIT.Fleet.class)
class ManyNodesIT {

    private static final int NODES = 100_000;
    private static final int DUE = 30_000;

    /** Different from others, so that it gets another database. */
    public static final class Fleet implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("fleet.nodes.presence-history", "P31D");
        }
    }

    @Inject
    ScopedTransactions transactions;

    @Inject
    PresenceService service;

    @Inject
    PresenceRepository presences;

    @Inject
    PresenceChangeRepository changes;

    @Inject
    PresenceWriter writer;

    @Inject
    PresenceConfig config;

    @Inject
    MovableClock clock;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    @BeforeEach
    void fill() throws SQLException {
        owner("alter table node disable trigger node_begins_presence");
        owner("insert into node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)"
                + " select 'n-' || i, '" + Tenants.DEFAULT + "', 'n', '', '', now(), now() from generate_series(1, "
                + NODES + ") i");
        owner("insert into node_presence (node_id, tenant_id, state, reason, since, last_seen_at, due_at)"
                + " select 'n-' || i, '" + Tenants.DEFAULT + "', 'LATE', 'NO_STATUS', now() - interval '1 hour',"
                + " now() - (case when i <= " + DUE + " then 6 else 2 end) * interval '1 minute',"
                + " now() - (case when i <= " + DUE + " then 1 else -3 end) * interval '1 minute'"
                + " from generate_series(1, " + NODES + ") i");
        owner("analyze node_presence");
    }

    @Test
    void whoIsDueIsFoundByTheIndexAndDecidedByTheThousand() throws SQLException {
        String plan = planOf("select node_id from node_presence where due_at <= now() order by due_at limit 1000"
                + " for update skip locked");

        new PresenceJob(
                        transactions,
                        service,
                        presences,
                        changes,
                        writer,
                        new ScriptedBridgeStatus(clock),
                        config,
                        clock)
                .tick();

        assertThat(plan).contains("node_presence_due").doesNotContain("Seq Scan");
        assertThat(count("select count(*) from node_presence where state = 'OFFLINE' and reason = 'SILENT'"))
                .isEqualTo(DUE);
        assertThat(count("select count(*) from node_presence where state = 'LATE'"))
                .isEqualTo(NODES - DUE);
        assertThat(count("select count(*) from presence_change where state = 'OFFLINE'"))
                .isEqualTo(DUE);
        assertThat(count(
                        "select count(distinct (xmin::text, cmin::text)) from presence_change where state = 'OFFLINE'"))
                .as("statements")
                .isEqualTo(DUE / 1_000);
    }

    /** As the job's own role sees it. */
    private String planOf(String sql) throws SQLException {
        try (Connection hub = TestDatabase.connect(databaseUrl, "fleet_hub");
                Statement statement = hub.createStatement()) {
            hub.setAutoCommit(false);
            statement.execute("set local role fleet_worker");
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery("explain " + sql)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            hub.rollback();
            return plan.toString();
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection verifier = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = verifier.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void owner(String sql) throws SQLException {
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
