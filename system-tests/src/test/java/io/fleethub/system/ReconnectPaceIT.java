package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is not let in comes back ever more slowly, and not in step with others. */
@ExtendWith(DemoFleet.class)
class ReconnectPaceIT {

    private static final int ATTEMPTS = 7;
    private static final int FIRST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 1_000;
    private static final Pattern WAIT = Pattern.compile("retryIn=(\\d+)ms");

    @Test
    void aRefusedSecretIsNotTriedInAHotLoop(Fleet fleet, @TempDir Path folder) {
        try (AgentProcess agent = agent(fleet, folder)
                .environment("FLEET_NODE_SECRET", "0".repeat(64))
                .without("secretFile")) {
            assertPaced(agent.start());
        }
    }

    @Test
    void aBrokerThatClosesEveryConnectionIsNotTriedInAHotLoop(Fleet fleet, @TempDir Path folder) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                AgentProcess agent =
                        agent(fleet, folder).with("brokerUri", "mqtt://127.0.0.1:" + broker.getLocalPort())) {
            closeAll(broker, connections);
            assertPaced(agent.start());
            agent.kill();

            assertThat(connections.get()).isBetween(ATTEMPTS, (int) agent.logged("broker.connecting"));
        }
    }

    /** Each wait is in the upper half of a bound that doubles up to the longest. */
    private static void assertPaced(AgentProcess agent) {
        Awaitility.await("attempts to connect")
                .atMost(Duration.ofSeconds(60))
                .until(() -> agent.logged("broker.away") >= ATTEMPTS);
        List<Integer> waits = WAIT.matcher(agent.log())
                .results()
                .map(wait -> Integer.parseInt(wait.group(1)))
                .toList();
        for (int attempt = 0; attempt < waits.size(); attempt++) {
            int bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt, 10));
            assertThat(waits.get(attempt)).as("wait %d of %s", attempt, waits).isBetween(bound / 2, bound);
        }
        assertThat(waits.subList(4, waits.size())).as("jitter").doesNotHaveDuplicates();
    }

    private static void closeAll(ServerSocket broker, AtomicInteger connections) {
        Thread closing = new Thread(
                () -> {
                    while (!broker.isClosed()) {
                        try (Socket ignored = broker.accept()) {
                            connections.incrementAndGet();
                        } catch (IOException e) {
                            if (!broker.isClosed()) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }
                },
                "closing-broker");
        closing.setDaemon(true);
        closing.start();
    }

    private static AgentProcess agent(Fleet fleet, Path folder) {
        String nodeId = "pace-" + UUID.randomUUID().toString().substring(0, 8);
        return AgentProcess.register(fleet, nodeId, folder)
                .with("connection", Map.of("backOffInitial", "PT0.1S", "backOffAtMost", "PT1S"));
    }
}
