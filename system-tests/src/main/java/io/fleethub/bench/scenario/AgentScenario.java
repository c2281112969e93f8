package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.bench.load.Registration;
import io.fleethub.bench.peer.PeerProject;
import io.fleethub.bench.scenario.ObservedProcess.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agent at its defaults beside the least that sends a report, both on the documented JVM line, against a working hub,
 * side by side for ten minutes (one with {@code --quick}). Every figure is of the same run.
 */
public final class AgentScenario implements Scenario {

    private static final String OURS = "fleethub agent";
    private static final String PAHO = "bare Paho loop";
    private static final Duration FULL = Duration.ofMinutes(10);
    private static final Duration QUICK = Duration.ofMinutes(1);

    /** The part of the time that is not counted. */
    private static final int SETTLING = 6;

    private final List<Observation> ours = new ArrayList<>();
    private final List<Observation> paho = new ArrayList<>();
    private @Nullable RunningFleet fleet;
    private @Nullable Path folder;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        String peers = PeerProject.build();
        RunningFleet running = RunningFleet.start(Map.of());
        fleet = running;
        Path data = Files.createTempDirectory("fleet-bench-agent");
        folder = data;
        List<Registration.Registered> nodes = Registration.register(running, 2);
        for (int round = 1; round <= timing.repeats(); round++) {
            observe(timing.quick() ? QUICK : FULL, configure(running, nodes.get(0), data, round), nodes.get(1), peers);
        }
        return List.of(
                contest("Resident memory at the end", "MB", Observation::residentMegabytes, Goal.atMost(OURS, 80)),
                contest("Processor time", "ms a minute", Observation::processorMillisAMinute),
                contest("Threads", "threads", Observation::threads),
                contest("From the start to being ready", "ms", Observation::startMillis),
                new Contest(
                        "Written to the disk",
                        "MB a day",
                        List.of(replay(OURS, Side.OURS, ours, Observation::writtenMegabytesADay)),
                        List.of(Goal.atMost(OURS, 50))));
    }

    private void observe(Duration time, Path config, Registration.Registered node, String peers) throws Exception {
        RunningFleet running = Objects.requireNonNull(fleet);
        Path jar = Path.of(System.getProperty("fleet.home", "")).resolve("edge-agent/target/edge-agent.jar");
        try (ObservedProcess agent =
                        ObservedProcess.start("AGENT READY", "-jar", jar.toString(), "--config", config.toString());
                ObservedProcess loop = ObservedProcess.start(
                        "READY",
                        "-cp",
                        peers,
                        "io.fleethub.peers.PahoLoop",
                        "tcp://" + running.mqtt().getAuthority(),
                        node.nodeId(),
                        node.secret())) {
            long settling = time.dividedBy(SETTLING).toMillis();
            Thread.sleep(settling);
            agent.count();
            loop.count();
            Thread.sleep(time.toMillis() - settling);
            ours.add(agent.observe());
            paho.add(loop.observe());
        }
    }

    private static Path configure(RunningFleet running, Registration.Registered node, Path data, int round)
            throws IOException {
        Path home = Files.createDirectory(data.resolve("round-" + round));
        Path secret = Files.writeString(home.resolve("secret"), node.secret());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(home.resolve("agent.json"), """
                {"nodeId": "%s", "brokerUri": "mqtt://%s", "secretFile": "secret", "dataDirectory": "data"}
                """.formatted(
                        node.nodeId(), running.mqtt().getAuthority()));
    }

    private Contest contest(String title, String unit, ToDoubleFunction<Observation> figure, Goal... more) {
        List<Goal> goals = new ArrayList<>(List.of(Goal.atMost(OURS, 1.3, PAHO)));
        goals.addAll(List.of(more));
        return new Contest(
                title,
                unit,
                List.of(replay(OURS, Side.OURS, ours, figure), replay(PAHO, Side.PEER, paho, figure)),
                goals);
    }

    /** The rounds are over; each trial tells the next of them. */
    private static Contender replay(
            String name, Side side, List<Observation> observed, ToDoubleFunction<Observation> figure) {
        Iterator<Observation> rounds = observed.iterator();
        return new Contender(name, side, timing -> Figure.of(figure.applyAsDouble(rounds.next())));
    }

    @Override
    public void close() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
