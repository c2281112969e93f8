package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.simulator.SimulationOptions.Load;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What nodes that held their reports for ten minutes get rid of, while they go on to report: reports a second beside the rate at which
 * new ones arrive, and what that does to the new ones.
 */
public final class DrainScenario implements Scenario {

    private static final String OURS = "fleethub, backlog";
    private static final String ARRIVAL = "new reports";
    private static final String DRAINING = "while a backlog is worked off";
    private static final String IDLE = "without a backlog";
    private static final Duration DRAINED = Duration.ofMinutes(5);
    private static final int NODES = 100;
    private static final double RATE = 500;

    private final Deque<Double> idle = new ArrayDeque<>();
    private final Deque<Double> draining = new ArrayDeque<>();
    private @Nullable RunningFleet fleet;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        RunningFleet running = RunningFleet.start(Map.of());
        fleet = running;
        Duration away = Duration.ofMinutes(timing.quick() ? 1 : 10);
        Contest drain = new Contest(
                "Reports a second after " + away.toMinutes() + " min without a hub",
                "reports/s",
                List.of(
                        new Contender(OURS, Side.OURS, times -> drain(running, away, times)),
                        new Contender(ARRIVAL, Side.LIMIT, times -> Figure.of(RATE))),
                List.of(Goal.atLeast(OURS, 3, ARRIVAL)));
        Contest live = new Contest(
                "From the sample of a new report to the hub, p99 of the same runs",
                "ms",
                List.of(
                        new Contender(DRAINING, Side.OURS, times -> Figure.of(draining.remove())),
                        new Contender(IDLE, Side.LIMIT, times -> Figure.of(idle.remove()))),
                List.of(Goal.atMost(DRAINING, 2, IDLE)));
        return List.of(drain, live);
    }

    /** First only new reports for the measure of the idle latency, then other nodes come with their backlog beside them. */
    private Figure drain(RunningFleet running, Duration away, Timing timing) throws Exception {
        int backlog = (int) (RATE * away.toSeconds() / NODES);
        Load onlyNew = new Load(NODES, RATE, 1, 10, 0, Duration.ZERO);
        Load waiting = new Load(NODES, 0, 1, 10, backlog, Duration.ofSeconds(1));
        try (SimulatedFleet live = SimulatedFleet.connect(running, onlyNew, options -> options)) {
            SimulatedFleet.pass(timing.warmUp());
            Instant begin = Instant.now();
            SimulatedFleet.pass(timing.window());
            idle.add(p99Millis(running, live, begin));
            begin = Instant.now();
            try (SimulatedFleet back = SimulatedFleet.connect(running, waiting, options -> options)) {
                boolean drained =
                        SimulatedFleet.await(DRAINED, () -> back.counts().waiting() == 0);
                double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
                draining.add(p99Millis(running, live, begin));
                Figure figure = Figure.of(back.counts().confirmed() / seconds)
                        .with("backlog", NODES * (double) backlog)
                        .with("seconds", seconds)
                        .with("sent again %", 100 * back.counts().againShare());
                if (!drained) {
                    return figure.failed("not worked off within " + DRAINED);
                }
                Figure checked = back.fault().map(figure::failed).orElse(figure);
                return live.fault().map(checked::failed).orElse(checked);
            }
        }
    }

    /** By the hub's receipt; sample and receipt have the clock of one machine. */
    private static double p99Millis(RunningFleet running, SimulatedFleet live, Instant since)
            throws SQLException, IOException {
        try (Connection connection = running.superuser();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - sampled_at)) * 1000"
                                + " FROM telemetry_report WHERE node_id = ANY (?) AND sampled_at >= ?")) {
            select.setArray(
                    1, connection.createArrayOf("text", live.nodes().nodeIds().toArray()));
            select.setObject(2, OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getDouble(1) : Double.NaN;
            }
        }
    }

    @Override
    public void close() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
    }
}
