package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.BrokerProcess;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what is the same after every restart of the broker, however it ended, and whether or not the hub is there. */
class RestartAccessIT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final Attempt NODE = Attempt.of("a", Secrets.node(1));

    @Test
    void accessRulesHoldThroughEveryRestart(@TempDir Path home) throws Exception {
        try (FakeFeed feed = FakeFeed.started()) {
            feed.activate("a", Secrets.node(1));
            feed.activate("b", Secrets.node(2));
            Map<String, String> environment = TestBroker.environment(home, feed);
            try (BrokerProcess broker = BrokerProcess.start(environment).awaitReady()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(reason(broker, NODE)).isZero());
                assertRules(broker);
                broker.kill();
            }
            feed.stop();
            try (BrokerProcess killed = BrokerProcess.start(environment).awaitReady()) {
                assertRules(killed);
                killed.terminate();
            }
            try (BrokerProcess stopped = BrokerProcess.start(environment).awaitReady()) {
                assertRules(stopped);
            }
        }
    }

    private static void assertRules(BrokerProcess broker) throws Exception {
        assertThat(reason(broker, Attempt.anonymous("nobody"))).as("anonymous").isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(broker, Attempt.of("a", Secrets.node(2))))
                .as("wrong secret")
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(reason(broker, NODE.clientId("b"))).as("other client id").isEqualTo(NOT_AUTHORIZED);
        try (WireClient node = WireClient.connect(broker.port("mqtt"), NODE)) {
            assertThat(node.subscribe("nodes/b/commands"))
                    .as("another's commands")
                    .isEqualTo(NOT_AUTHORIZED);
            assertThat(node.subscribe("#")).as("everything").isEqualTo(NOT_AUTHORIZED);
            assertThat(node.subscribe("nodes/a/commands")).as("own commands").isLessThan(0x80);
            assertThat(node.publish("nodes/b/telemetry", "{}"))
                    .as("another's telemetry")
                    .isEqualTo(NOT_AUTHORIZED);
        }
    }

    private static int reason(BrokerProcess broker, Attempt attempt) throws Exception {
        try (WireClient client = WireClient.connect(broker.port("mqtt"), attempt)) {
            return client.connackReason();
        }
    }
}
