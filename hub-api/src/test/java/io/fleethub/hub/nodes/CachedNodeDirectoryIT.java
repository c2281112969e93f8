package io.fleethub.hub.nodes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.NodeDirectory;
import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CachedNodeDirectoryIT {

    @Inject
    NodeDirectory directory;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    @Test
    void knows_the_tenant_of_a_node_as_soon_as_it_is_registered() {
        NodeId nodeId = new NodeId("dir-new");
        assertThat(directory.find(nodeId)).isEmpty();

        TestNodes.register("dir-new");

        assertThat(directory.find(nodeId)).contains(new NodeIdentity(nodeId, Tenants.DEFAULT, true));
    }

    @Test
    void forgets_a_node_that_is_disabled_or_decommissioned_here() {
        NodeId nodeId = new NodeId("dir-off");
        TestNodes.register("dir-off");
        assertThat(directory.find(nodeId))
                .hasValueSatisfying(node -> assertThat(node.enabled()).isTrue());

        given().auth().oauth2(TestTokens.admin()).post("/api/v1/nodes/dir-off/disable");
        assertThat(directory.find(nodeId))
                .hasValueSatisfying(node -> assertThat(node.enabled()).isFalse());

        given().auth().oauth2(TestTokens.admin()).delete("/api/v1/nodes/dir-off");
        assertThat(directory.find(nodeId)).isEmpty();
    }

    @Test
    void hears_of_changes_again_after_its_listening_connection_was_cut() throws Exception {
        NodeId nodeId = new NodeId("dir-cut");
        TestNodes.register("dir-cut");
        assertThat(directory.find(nodeId)).isPresent();

        try (Connection hub = TestDatabase.connect(databaseUrl, "fleet_hub");
                Statement statement = hub.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'fleethub-listen' and datname = current_database()");
        }
        changeAsAnotherHub("dir-cut");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(directory.find(nodeId))
                        .hasValueSatisfying(node -> assertThat(node.enabled()).isFalse()));
    }

    @Test
    void hears_of_a_change_that_another_hub_made() throws Exception {
        NodeId nodeId = new NodeId("dir-other");
        TestNodes.register("dir-other");
        assertThat(directory.find(nodeId)).isPresent();

        changeAsAnotherHub("dir-other");

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(directory.find(nodeId))
                        .hasValueSatisfying(node -> assertThat(node.enabled()).isFalse()));
    }

    private void changeAsAnotherHub(String nodeId) throws SQLException {
        try (Connection owner = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = owner.createStatement()) {
            statement.execute("update node set enabled = false where node_id = '" + nodeId + "'");
            statement.execute("select record_credential_change('" + nodeId + "')");
        }
    }
}
