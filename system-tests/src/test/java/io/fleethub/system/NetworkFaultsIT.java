package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node whose network fails in the kernel, not in a proxy: what the hub believes of it, and what arrives afterwards. */
@ExtendWith(DemoFleet.class)
class NetworkFaultsIT {

    @Test
    void aCutLongerThanTheKeepAliveIsOfflineAndBackAndLosesNothing(Fleet fleet, @TempDir Path folder) {
        try (NetworkNamespace network = NetworkNamespace.open();
                AgentProcess agent = agent(fleet, network, folder).start()) {
            Evidence evidence = new Evidence(fleet, agent.nodeId());
            evidence.awaitState("ONLINE");
            evidence.awaitReports(2);

            Instant cut = Instant.now();
            network.cut();
            evidence.awaitState("OFFLINE");
            Instant healed = Instant.now();
            network.heal();
            evidence.awaitState("ONLINE");

            List<Evidence.Change> changes = evidence.changesSince(cut);
            assertThat(changes).extracting(Evidence.Change::state).containsExactly("OFFLINE", "ONLINE");
            assertThat(changes).extracting(Evidence.Change::reason).containsExactly("CONNECTION_LOST", "HEARTBEAT");
            assertThat(changes.get(0).at()).isBetween(cut, healed);
            assertThat(changes.get(1).at()).isAfter(healed);
            evidence.awaitReports(2);
            evidence.awaitWhole(Evidence.writtenDown(agent.data()));
        }
    }

    @Test
    void aTakeOverIsNeverOffline(Fleet fleet, @TempDir Path folder) {
        try (NetworkNamespace network = NetworkNamespace.open();
                AgentProcess agent = agent(fleet, network, folder)
                        .with("connection", java.util.Map.of("keepAlive", "PT60S"))
                        .start()) {
            Evidence evidence = new Evidence(fleet, agent.nodeId());
            evidence.awaitState("ONLINE");
            evidence.awaitReports(2);
            long session = evidence.session();
            Instant begin = Instant.now();

            network.abandonConnections();
            agent.kill();
            agent.start();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(evidence.session()).isGreaterThan(session));
            evidence.awaitReports(2);
            assertThat(evidence.changesSince(begin)).isEmpty();
            evidence.awaitWhole(Evidence.writtenDown(agent.data()));
        }
    }

    private static AgentProcess agent(Fleet fleet, NetworkNamespace network, Path folder) {
        String nodeId = "cut-" + UUID.randomUUID().toString().substring(0, 8);
        return AgentProcess.register(fleet, nodeId, folder)
                .over(fleet, NetworkNamespace.GATEWAY)
                .through(network.entry());
    }
}
