package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.simulator.Counts;
import io.fleethub.simulator.SimulationOptions.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How soon a whole fleet is back after {@code kill -9} of its broker: everybody connected and the reports committed as fast as they
 * are made. The limit is the same storm of the same client without a hub: only connect, subscribe and say BIRTH.
 */
public final class StormScenario implements Scenario {

    private static final String OURS = "fleethub, ingest back to 95 %";
    private static final String LIMIT = "bare connect storm";
    private static final Duration BACK = Duration.ofMinutes(5);
    private static final double SHARE = 0.95;
    /** Over which the rate is looked at: more than the time between two heartbeats, which tell what is committed. */
    private static final Duration LOOK = Duration.ofSeconds(6);

    private @Nullable RunningFleet ours;
    private @Nullable RunningFleet bare;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        int nodes = timing.quick() ? 1_000 : 10_000;
        double rate = timing.quick() ? 200 : 1_000;
        RunningFleet whole = RunningFleet.start(Map.of());
        ours = whole;
        RunningFleet alone = RunningFleet.start(RunningFleet.WITHOUT_BRIDGE);
        bare = alone;
        return List.of(new Contest(
                nodes + " nodes back after kill -9 of the broker",
                "s",
                List.of(
                        new Contender(OURS, Side.OURS, times -> ours(whole, nodes, rate, times)),
                        new Contender(LIMIT, Side.LIMIT, times -> bare(alone, nodes, times))),
                List.of(Goal.atMost(OURS, 1.5, LIMIT))));
    }

    private static Figure ours(RunningFleet fleet, int nodes, double rate, Timing timing) throws Exception {
        try (SimulatedFleet simulated = SimulatedFleet.connect(fleet, load(nodes, rate), options -> options)) {
            SimulatedFleet.pass(timing.warmUp());
            Counts before = simulated.counts();
            long killed = System.nanoTime();
            kill(fleet);
            boolean online = SimulatedFleet.await(
                    BACK,
                    () -> simulated.counts().disconnects() >= before.disconnects() + nodes
                            && simulated.counts().online() >= nodes);
            double connected = seconds(killed);
            boolean back = online && awaitRate(simulated, SHARE * rate * LOOK.toSeconds());
            double seconds = seconds(killed) - LOOK.toSeconds();
            Figure figure = Figure.of(Math.max(seconds, connected))
                    .with("all connected s", connected)
                    .with("sent again %", 100 * simulated.counts().againShare());
            if (!back) {
                return figure.failed("not back within " + BACK);
            }
            return simulated.fault().map(figure::failed).orElse(figure);
        }
    }

    /** Waits for the first stretch of time in which so many reports were confirmed. */
    private static boolean awaitRate(SimulatedFleet simulated, double confirmed) throws InterruptedException {
        long end = System.nanoTime() + BACK.toNanos();
        while (System.nanoTime() < end) {
            long before = simulated.counts().confirmed();
            SimulatedFleet.pass(LOOK);
            if (simulated.counts().confirmed() - before >= confirmed) {
                return true;
            }
        }
        return false;
    }

    private static Figure bare(RunningFleet fleet, int nodes, Timing timing) throws Exception {
        try (SimulatedFleet simulated = SimulatedFleet.connect(fleet, load(nodes, 0), options -> options)) {
            SimulatedFleet.pass(timing.warmUp());
            Counts before = simulated.counts();
            long killed = System.nanoTime();
            kill(fleet);
            boolean back = SimulatedFleet.await(
                    BACK,
                    () -> simulated.counts().disconnects() >= before.disconnects() + nodes
                            && simulated.counts().online() >= nodes);
            Figure figure = Figure.of(seconds(killed));
            return back ? figure : figure.failed("not back within " + BACK);
        }
    }

    private static Load load(int nodes, double rate) {
        return new Load(nodes, rate, 1, 10, 0, Duration.ZERO);
    }

    private static void kill(RunningFleet fleet) throws IOException {
        if (!fleet.process("broker").destroyForcibly()) {
            throw new IOException("the broker could not be killed");
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    @Override
    public void close() throws Exception {
        if (ours != null) {
            ours.close();
        }
        if (bare != null) {
            bare.close();
        }
    }
}
