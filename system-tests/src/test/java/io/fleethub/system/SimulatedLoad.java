package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.simulator.Counts;
import io.fleethub.simulator.SignIn;
import io.fleethub.simulator.Simulation;
import io.fleethub.simulator.SimulationOptions;
import io.fleethub.simulator.SimulationOptions.Load;
import io.fleethub.simulator.SimulationOptions.Timing;
import io.fleethub.verifier.Finding;
import io.fleethub.verifier.LatestWatch;
import io.fleethub.verifier.Verdict;
import io.fleethub.verifier.Verifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * Virtual nodes beside a fleet's real ones, with the contract's times at a fraction, and the check afterwards: everything is
 * confirmed, and I1 to I5 hold.
 */
final class SimulatedLoad implements AutoCloseable {

    /** Long enough for a machine that does ten other things. */
    private static final Duration HEALED = Duration.ofMinutes(4);

    private final Fleet fleet;
    private final Path journal;
    private final Simulation simulation;
    private final LatestWatch watch;

    private SimulatedLoad(Fleet fleet, Path journal, Simulation simulation) {
        this.fleet = fleet;
        this.journal = journal;
        this.simulation = simulation;
        this.watch = LatestWatch.begin(jdbc(fleet), simulation.nodeIds());
    }

    /** A seed of its own for each run, printed so that a run can be repeated with -Dfleet.seed. */
    static long seed() {
        long seed = Long.getLong("fleet.seed", new Random().nextLong());
        System.out.println("fleet.seed=" + seed);
        return seed;
    }

    static SimulatedLoad start(Fleet fleet, Path folder, Load load, UnaryOperator<SimulationOptions> more) {
        Path journal = folder.resolve("journal");
        return new SimulatedLoad(fleet, journal, Simulation.start(more.apply(options(fleet, load)), journal));
    }

    private static SimulationOptions options(Fleet fleet, Load load) {
        URI api = fleet.uri("hub").resolve("/api/v1");
        String token = SignIn.token(
                api,
                fleet.ready().get("adminEmail").asText(),
                fleet.ready().get("adminPassword").asText());
        String prefix = "sim-" + Long.toString(System.nanoTime(), 36);
        return SimulationOptions.of(fleet.uri("mqtt"), api, token, prefix)
                .with(load)
                .with(new Timing(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(3)));
    }

    private static String jdbc(Fleet fleet) {
        return fleet.ready().get("jdbc").asText();
    }

    Simulation simulation() {
        return simulation;
    }

    Counts counts() {
        return simulation.counts();
    }

    /** Waits until the hub has confirmed so many more reports than now. */
    void awaitProgress(long reports) {
        long before = counts().confirmed();
        Awaitility.await("the hub confirms reports again")
                .atMost(HEALED)
                .until(() -> counts().confirmed() >= before + reports);
    }

    /** Ends the load, waits until every report is confirmed, and lets the verifier look. */
    Counts assertNothingLostNorDoubled() throws Exception {
        simulation.rate(0);
        boolean confirmed = simulation.awaitConfirmed(HEALED);
        simulation.close();
        Verdict verdict = new Verifier(jdbc(fleet), List.of(journal)).within(Duration.ofSeconds(60));
        Finding latest = watch.end();
        Counts counts = counts();
        System.out.println(counts + "\n" + verdict.text());
        assertThat(simulation.fault()).isNull();
        assertThat(verdict.holds()).as(verdict.text()).isTrue();
        assertThat(latest.holds()).as(latest.toString()).isTrue();
        assertThat(latest.checked()).isPositive();
        assertThat(confirmed).as("everything is confirmed: " + counts).isTrue();
        assertThat(counts.givenUp()).as(counts.toString()).isZero();
        assertThat(counts.syncsBeyond()).as(counts.toString()).isZero();
        return counts;
    }

    @Override
    public void close() throws InterruptedException {
        simulation.close();
        watch.end();
    }
}
