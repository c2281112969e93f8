package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The walls around a node's topics, tried from outside with clients that are not ours. */
@ExtendWith(DemoFleet.class)
class BrokerAccessIT {

    private Rest admin;
    private String nodeA;
    private String nodeB;
    private Mosquitto asA;

    @BeforeEach
    void registerTwoStrangers(Fleet fleet) {
        assumeTrue(Mosquitto.isInstalled(), "needs Debian's mosquitto-clients");
        admin = fleet.admin();
        String unique = UUID.randomUUID().toString().substring(0, 8);
        nodeA = "stranger-a-" + unique;
        nodeB = "stranger-b-" + unique;
        asA = new Mosquitto(
                fleet.uri("mqtt"), nodeA, admin.register(nodeA).get("secret").asText());
        admin.register(nodeB);
    }

    @Test
    void aStrangersReportIsThereByRest() {
        publishUntilSeen(asA, nodeA, 21.5);

        assertThat(reading(nodeA)).isEqualTo(21.5);
    }

    @Test
    void anonymousWrongSecretAndForeignTopicArriveNowhere(Fleet fleet) {
        publishUntilSeen(asA, nodeA, 1.0);

        new Mosquitto(fleet.uri("mqtt"), "", "").publish(topic(nodeA), report(2.0));
        new Mosquitto(fleet.uri("mqtt"), nodeA, "0".repeat(64)).publish(topic(nodeA), report(3.0));
        asA.publish(topic(nodeB), report(4.0));
        asA.publish(topic(nodeA), report(5.0));

        Awaitility.await().untilAsserted(() -> assertThat(reading(nodeA)).isEqualTo(5.0));
        assertThat(reports(nodeA)).isEqualTo(2);
        assertThat(reports(nodeB)).isZero();
    }

    @Test
    void aRevokedNodeIsDisconnectedWithinTwoSecondsAndStaysOut() throws InterruptedException {
        publishUntilSeen(asA, nodeA, 1.0);
        Process held = asA.subscribe("nodes/" + nodeA + "/commands");
        Awaitility.await().during(Duration.ofSeconds(1)).until(held::isAlive);

        Instant revoked = Instant.now();
        admin.post("nodes/" + nodeA + "/disable", java.util.Map.of());
        boolean ended = held.waitFor(5, TimeUnit.SECONDS);

        held.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(Duration.between(revoked, Instant.now())).isLessThan(Duration.ofSeconds(2));
        asA.publish(topic(nodeA), report(2.0));
        assertThat(asA.publish(topic(nodeA), report(2.0)).output()).containsIgnoringCase("not authorized");
        assertThat(reports(nodeA)).isEqualTo(1);
    }

    /** A new node can connect within 2 s of its 201. */
    private void publishUntilSeen(Mosquitto node, String nodeId, double value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> node.publish(topic(nodeId), report(value)).exit() == 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(reading(nodeId)).isEqualTo(value));
    }

    private double reading(String nodeId) {
        JsonNode latest =
                admin.get("nodes/" + nodeId + "/telemetry/latest").expect(200).body();
        return latest.at("/metrics/room.celsius/value").asDouble(Double.NaN);
    }

    private int reports(String nodeId) {
        String range = "?step=raw&metrics=room.celsius&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
        return admin.get("nodes/" + nodeId + "/telemetry" + range)
                .expect(200)
                .body()
                .get("items")
                .size();
    }

    private static String topic(String nodeId) {
        return "nodes/" + nodeId + "/telemetry";
    }

    private static String report(double value) {
        return "{\"v\":1,\"reports\":[{\"sampledAt\":\"" + Instant.now() + "\",\"clockSynced\":true,"
                + "\"metrics\":{\"room.celsius\":" + value + "}}]}";
    }
}
