package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.simulator.Counts;
import io.fleethub.simulator.SimulationOptions.Faults;
import io.fleethub.simulator.SimulationOptions.Load;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Poison and repeats among good messages cost none of the good ones. */
@ExtendWith(DemoFleet.class)
class PoisonedLoadIT {

    @TempDir
    Path folder;

    /** One message in a hundred is unreadable, one report in a hundred has to be refused. */
    @Test
    void allPoisonLiesInQuarantineAndNoGoodReportIsLost(Fleet fleet) throws Exception {
        long seed = SimulatedLoad.seed();
        Load load = new Load(20, 300, 1, 10, 0, Duration.ZERO);
        try (SimulatedLoad poisoned = SimulatedLoad.start(
                fleet, folder, load, options -> options.withSeed(seed).with(new Faults(0.01, 0, Duration.ZERO)))) {
            awaitMade(poisoned, 3_000);

            Counts counts = poisoned.assertNothingLostNorDoubled();

            assertThat(counts.poisonAcknowledged()).isPositive();
        }
    }

    /** Every message comes once more, up to three seconds later and so among later ones; a catch-up's as well as a live one's. */
    @Test
    void aReplayOfEverythingChangesNothing(Fleet fleet) throws Exception {
        long seed = SimulatedLoad.seed();
        Load load = new Load(10, 100, 1, 10, 200, Duration.ofSeconds(1));
        try (SimulatedLoad replayed = SimulatedLoad.start(
                fleet, folder, load, options -> options.withSeed(seed).with(new Faults(0, 1, Duration.ZERO)))) {
            awaitMade(replayed, 3_000);

            Counts counts = replayed.assertNothingLostNorDoubled();

            assertThat(counts.repeated()).isGreaterThan(100);
        }
    }

    private static void awaitMade(SimulatedLoad load, long reports) {
        Awaitility.await("so many reports are made")
                .atMost(Duration.ofMinutes(3))
                .until(() -> load.counts().made() >= reports && load.counts().confirmed() > 0);
    }
}
