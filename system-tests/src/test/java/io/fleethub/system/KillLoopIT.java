package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleethub.simulator.SimulationOptions.Faults;
import io.fleethub.simulator.SimulationOptions.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of each part of a fleet in turn, under load and while backlogs catch up: I1 to I5 hold afterwards. */
@ExtendWith(DemoFleet.class)
class KillLoopIT {

    private static final List<String> PARTS = List.of("agent", "broker", "hub", "postgres");
    private static final Load LOAD = new Load(20, 200, 2, 10, 500, Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrDoubledWhenEachPartIsKilledOnce(Fleet fleet) throws Exception {
        killInTurn(fleet, 1, 2_000);
    }

    @Test
    @Tag("long")
    void nothingIsLostOrDoubledWhenEachPartIsKilledFiveTimesAtRandomMoments(Fleet fleet) throws Exception {
        killInTurn(fleet, 5, 10_000);
    }

    private void killInTurn(Fleet fleet, int rounds, int mostMillisBetween) throws Exception {
        long seed = SimulatedLoad.seed();
        Random random = new Random(seed);
        try (SimulatedLoad load = SimulatedLoad.start(
                fleet, folder, LOAD, options -> options.withSeed(seed).with(new Faults(0.005, 0.05, Duration.ZERO)))) {
            for (int round = 0; round < rounds; round++) {
                List<String> parts = new ArrayList<>(PARTS);
                Collections.shuffle(parts, random);
                for (String part : parts) {
                    waitFor(Duration.ofMillis(random.nextInt(mostMillisBetween)));
                    kill(fleet, part, random);
                    load.awaitProgress(LOAD.nodes());
                }
            }

            load.assertNothingLostNorDoubled();
        }
        assertStreamsOfTheRealNodesAreWhole(fleet);
    }

    private static void kill(Fleet fleet, String part, Random random) {
        int node = random.nextInt(fleet.nodeIds().size());
        long before = pid(fleet, part, node);
        Fleet.signal("KILL", before);
        Awaitility.await(part + " is started again")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(pid(fleet, part, node)).isPositive().isNotEqualTo(before));
    }

    private static long pid(Fleet fleet, String part, int node) {
        JsonNode ready = fleet.ready();
        return "agent".equals(part)
                ? ready.at("/nodes/" + node + "/pid").asLong()
                : ready.at("/pids/" + part).asLong();
    }

    private static void assertStreamsOfTheRealNodesAreWhole(Fleet fleet) {
        Instant healed = Instant.now();
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            for (String nodeId : fleet.nodeIds()) {
                assertThat(RealStreams.newestSample(fleet, nodeId)).as(nodeId).isAfter(healed);
            }
            RealStreams.assertWhole(fleet);
        });
    }

    /** The moment is the experiment itself. */
    private static void waitFor(Duration time) {
        Instant end = Instant.now().plus(time);
        Awaitility.await()
                .atMost(time.plusSeconds(30))
                .until(() -> Instant.now().isAfter(end));
    }
}
