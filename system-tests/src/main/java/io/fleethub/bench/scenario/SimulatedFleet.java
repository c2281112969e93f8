package io.fleethub.bench.scenario;

import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.simulator.Counts;
import io.fleethub.simulator.SignIn;
import io.fleethub.simulator.Simulation;
import io.fleethub.simulator.SimulationOptions;
import io.fleethub.simulator.SimulationOptions.Load;
import io.fleethub.simulator.SimulationOptions.Timing;
import io.fleethub.verifier.Verdict;
import io.fleethub.verifier.Verifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Nodes that keep the whole sync protocol, against a running fleet, with the check whether anything was lost. For one thread. */
final class SimulatedFleet implements AutoCloseable {

    private static final Duration ONLINE = Duration.ofMinutes(3);
    private static final Duration CONFIRMED = Duration.ofMinutes(3);
    private static final int POLL_MILLIS = 50;

    private final RunningFleet fleet;
    private final Path journal;
    private final Simulation nodes;

    private SimulatedFleet(RunningFleet fleet, Path journal, Simulation nodes) {
        this.fleet = fleet;
        this.journal = journal;
        this.nodes = nodes;
    }

    /** Heartbeats every five seconds, so that the nodes learn soon what is committed; all else as the contract has it. */
    static SimulatedFleet connect(RunningFleet fleet, Load load, UnaryOperator<SimulationOptions> more)
            throws IOException {
        URI api = fleet.hub().resolve("/api/v1");
        Path journal = Files.createTempFile("bench-journal", ".txt");
        String token = SignIn.token(api, fleet.adminEmail(), fleet.adminPassword());
        String prefix = "bench-" + Long.toString(System.nanoTime(), 36);
        SimulationOptions options = SimulationOptions.of(fleet.mqtt(), api, token, prefix)
                .with(load)
                .with(new Timing(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)));
        SimulatedFleet connected = new SimulatedFleet(fleet, journal, Simulation.start(more.apply(options), journal));
        if (!connected.nodes.awaitOnline(load.nodes(), ONLINE)) {
            connected.close();
            throw new IOException("not all of " + load.nodes() + " nodes could connect");
        }
        return connected;
    }

    Simulation nodes() {
        return nodes;
    }

    Counts counts() {
        return nodes.counts();
    }

    /** Ends the load and compares with the database; what is broken, or nothing. */
    Optional<String> fault() throws IOException, SQLException {
        nodes.rate(0);
        boolean confirmed = nodes.awaitConfirmed(CONFIRMED);
        Verdict verdict = new Verifier(fleet.verifierJdbc(), List.of(nodes.journal())).within(Duration.ofSeconds(30));
        if (!verdict.holds()) {
            return Optional.of(verdict.text());
        }
        return confirmed ? Optional.empty() : Optional.of("not confirmed within " + CONFIRMED + ": " + counts());
    }

    /** Waits; whether it came true within the limit. */
    static boolean await(Duration limit, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end || never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** Lets time pass. */
    static void pass(Duration time) throws InterruptedException {
        await(time, () -> false);
    }

    @Override
    public void close() throws IOException {
        nodes.close();
        Files.deleteIfExists(journal);
    }
}
