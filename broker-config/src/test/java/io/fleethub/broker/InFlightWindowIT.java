package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.configuration.service.InternalConfigurations;
import io.fleethub.broker.testing.Attempt;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.WireClient;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Guards the internal settings of HiveMQ that no configuration file reaches, against its next version. */
class InFlightWindowIT {

    private static final int STANDARD_WINDOW = 50;
    private static final int MESSAGES = 300;

    @Test
    void windowIsAnInternalFieldThatCanBeSet() throws Exception {
        Field window = InternalConfigurations.class.getField("MAX_INFLIGHT_WINDOW_SIZE_MESSAGES");

        assertThat(window.getType()).isEqualTo(int.class);
        assertThat(Modifier.isStatic(window.getModifiers())).isTrue();
        assertThat(Modifier.isFinal(window.getModifiers())).isFalse();
    }

    @Test
    void denialOfStrangersIsAnInternalFlag() throws Exception {
        Field denial = InternalConfigurations.class.getField("AUTH_DENY_UNAUTHENTICATED_CONNECTIONS");

        assertThat(denial.getType()).isEqualTo(AtomicBoolean.class);
    }

    @Test
    void hubGetsManyMoreMessagesThanTheStandardWindowBeforeItAcknowledgesAny() throws Exception {
        TestBroker broker = TestBroker.shared();
        broker.feed().activate("window-a", Secrets.node(61));
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            try (WireClient client = WireClient.connect(broker.port(), Attempt.of("window-a", Secrets.node(61)))) {
                assertThat(client.connackReason()).isZero();
            }
        });
        Attempt persistent = Attempt.hub(6).keepingSession(60);
        try (WireClient hub = WireClient.connect(broker.port(), persistent)) {
            hub.subscribe("$share/window/nodes/+/telemetry");
            hub.disconnect();
        }
        try (WireClient node = WireClient.connect(broker.port(), Attempt.of("window-a", Secrets.node(61)))) {
            for (int i = 0; i < MESSAGES; i++) {
                node.publish("nodes/window-a/telemetry", "{}");
            }
        }
        try (WireClient silent = WireClient.connectSilent(broker.port(), persistent)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(silent.waiting()).isEqualTo(MESSAGES));
        }
        assertThat(MESSAGES).isGreaterThan(STANDARD_WINDOW);
        WireClient.connect(broker.port(), Attempt.hub(6)).disconnect();
    }
}
