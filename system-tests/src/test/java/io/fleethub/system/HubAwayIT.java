package io.fleethub.system;

import io.fleethub.simulator.SimulationOptions.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The hub stands still while reports pile up, and is then the same process as before: all of them arrive once. */
@ExtendWith(DemoFleet.class)
class HubAwayIT {

    @TempDir
    Path folder;

    @Test
    void tenThousandReportsThatWaitedForAFrozenHubArriveOnce(Fleet fleet) throws Exception {
        freeze(fleet, new Load(20, 1_500, 5, 10, 0, Duration.ZERO), Duration.ofSeconds(6), 10_000);
    }

    @Test
    @Tag("long")
    void twoHundredThousandReportsThatWaitedForAFrozenHubArriveOnce(Fleet fleet) throws Exception {
        freeze(fleet, new Load(100, 4_000, 10, 10, 0, Duration.ZERO), Duration.ofSeconds(60), 200_000);
    }

    private void freeze(Fleet fleet, Load load, Duration atLeast, long reports) throws Exception {
        try (SimulatedLoad waiting = SimulatedLoad.start(fleet, folder, load, options -> options)) {
            waiting.awaitProgress(load.nodes());
            long hub = fleet.process("hub").pid();
            Instant enough = Instant.now().plus(atLeast);

            Fleet.signal("STOP", hub);
            try {
                Awaitility.await("so many reports wait")
                        .atMost(Duration.ofMinutes(5))
                        .until(() -> Instant.now().isAfter(enough)
                                && waiting.counts().waiting() >= reports);
            } finally {
                Fleet.signal("CONT", hub);
            }

            waiting.assertNothingLostNorDoubled();
        }
    }
}
