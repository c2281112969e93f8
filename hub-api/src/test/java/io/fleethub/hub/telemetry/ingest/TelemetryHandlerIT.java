package io.fleethub.hub.telemetry.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.nodes.TestNodes;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TelemetryHandlerIT {

    @Inject
    TelemetryHandler handler;

    @Inject
    Clock clock;

    @Test
    void committed_telemetry_shows_that_the_node_is_there() {
        NodeId node = new NodeId("seen-by-telemetry");
        TestNodes.register(node.value());
        TelemetryReport report = TelemetryReport.of(1L, clock.instant(), 1_000L, true, Map.of("cpu.percent", 1));

        handler.handle(List.of(new Inbound<>(
                node, Tenants.DEFAULT, TelemetryBatch.of("s", null, List.of(report)), clock.instant(), Map.of())));

        await().untilAsserted(() -> given().auth()
                .oauth2(TestTokens.viewer())
                .get("/api/v1/nodes/" + node + "/presence")
                .then()
                .body("state", equalTo("ONLINE"))
                .body("reason", equalTo("TELEMETRY")));
    }
}
