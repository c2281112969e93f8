package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.simulator.Counts;
import io.fleethub.simulator.Simulation;
import io.fleethub.simulator.SimulationOptions.Bounds;
import io.fleethub.simulator.SimulationOptions.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twice what this machine can take, for a minute: hardly anything is sent again, and the fleet is itself again soon after. The
 * load's own measure is the machine's, taken in the same run, so that nothing here depends on how fast it is.
 */
@ExtendWith(DemoFleet.class)
@Tag("long")
class OverloadIT {

    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration OVERLOADED = Duration.ofSeconds(60);
    private static final Duration RECOVERED = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aMinuteOfTwofoldOverloadIsSurvivedAndForgotten(Fleet fleet) throws Exception {
        Load load = new Load(50, Load.UNPACED, 1, 10, 0, Duration.ZERO);
        try (SimulatedLoad overload = SimulatedLoad.start(
                fleet, folder, load, options -> options.with(new Bounds(100, 8, 200, 2 << 20, 50, 2)))) {
            Simulation nodes = overload.simulation();
            confirmedIn(overload, WARM);
            double capacity = confirmedIn(overload, MEASURED);
            Counts before = overload.counts();

            nodes.rate(2 * capacity);
            confirmedIn(overload, OVERLOADED);
            nodes.rate(capacity / 2);
            confirmedIn(overload, RECOVERED);
            double after = confirmedIn(overload, MEASURED);
            Counts during = overload.counts();

            double again = (double) (during.again() - before.again()) / (during.published() - before.published());
            System.out.printf("capacity %.0f/s, after the overload %.0f/s, sent again %.4f%n", capacity, after, again);
            assertThat(again).isLessThanOrEqualTo(0.01);
            // what piled up is worked off first, at full speed; once it is gone, the half that is offered
            assertThat(after).isGreaterThanOrEqualTo(0.95 * capacity / 2);
            overload.assertNothingLostNorDoubled();
        }
    }

    /** Reports a second that the hub has confirmed in that time from now. */
    private static double confirmedIn(SimulatedLoad load, Duration time) {
        long before = load.counts().confirmed();
        Instant begin = Instant.now();
        Instant end = begin.plus(time);
        Awaitility.await().atMost(time.plusMinutes(1)).until(() -> Instant.now().isAfter(end));
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        return (load.counts().confirmed() - before) / seconds;
    }
}
