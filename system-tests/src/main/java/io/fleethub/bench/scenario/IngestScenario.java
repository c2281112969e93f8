package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.Trial;
import io.fleethub.bench.load.HubTarget;
import io.fleethub.bench.load.LoadTrial;
import io.fleethub.bench.load.Target;
import io.fleethub.bench.load.Traffic;
import io.fleethub.bench.peer.ConsumerTarget;
import io.fleethub.bench.peer.PeerProject;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Live messages of one report each from 200 nodes, as fast as they become durable. The same run answers two questions: how
 * many messages a second, and what the process that takes them pays for each.
 */
public final class IngestScenario implements Scenario {

    private static final int NODES = 200;
    private static final String OURS = "fleethub";
    private static final String LIMIT = "consumer that only acknowledges";
    private static final String UPSERT = "batched upsert";
    private static final String CAMEL = "Camel, default";
    private static final String CAMEL_BATCHED = "Camel, batched";

    private final String title;
    private final String unit;
    private final List<Goal> goals;
    private final BiFunction<String, Trial, Trial> figure;
    private @Nullable Arena arena;

    private IngestScenario(String title, String unit, List<Goal> goals, BiFunction<String, Trial, Trial> figure) {
        this.title = title;
        this.unit = unit;
        this.goals = goals;
        this.figure = figure;
    }

    /** Messages a second. */
    public static IngestScenario throughput() {
        return new IngestScenario(
                "Messages of one report a second, durable",
                "messages/s",
                List.of(
                        Goal.atLeast(OURS, 0.7, LIMIT),
                        Goal.atLeast(OURS, 5, CAMEL),
                        Goal.atLeast(OURS, 1.5, CAMEL_BATCHED),
                        Goal.atLeast(OURS, 1.5, UPSERT)),
                (process, trial) -> trial);
    }

    /** Microseconds of processor time that hub, consumer or Camel take for a message; broker and database are notes. */
    public static IngestScenario processorTime() {
        return new IngestScenario(
                "Processor time of a durable message, hub or consumer alone",
                "us/message",
                List.of(Goal.atMost(OURS, 2, LIMIT), Goal.atMost(OURS, 0.3, CAMEL)),
                ProcessorTrial::new);
    }

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        String peers = PeerProject.build();
        Arena open = Arena.open(NODES);
        arena = open;
        return List.of(new Contest(
                title,
                unit,
                List.of(
                        new Contender(
                                OURS,
                                Side.OURS,
                                figure.apply(
                                        "hub",
                                        new LoadTrial(open.ourNodes(), Traffic.singly(), HubTarget.of(open.ours())))),
                        peer(UPSERT, Side.PEER, ConsumerTarget.upserting(open.bare(), 1)),
                        peer(CAMEL, Side.PEER, ConsumerTarget.camel(open.bare(), peers, false)),
                        peer(CAMEL_BATCHED, Side.PEER, ConsumerTarget.camel(open.bare(), peers, true)),
                        peer(LIMIT, Side.LIMIT, ConsumerTarget.acknowledging(open.bare(), 1))),
                goals));
    }

    private Contender peer(String name, Side side, Target.Factory factory) {
        Arena open = Objects.requireNonNull(arena);
        return new Contender(
                name, side, figure.apply("consumer", new LoadTrial(open.bareNodes(), Traffic.singly(), factory)));
    }

    /** The same trial, with a process' time for a message as its figure. */
    private record ProcessorTrial(String process, Trial trial) implements Trial {

        @Override
        public Figure run(Timing timing) throws Exception {
            Figure run = trial.run(timing);
            double micros = run.notes().getOrDefault(process + " us/message", Double.NaN);
            return new Figure(micros, run.notes(), run.fault()).with("messages/s", run.value());
        }
    }

    @Override
    public void close() throws Exception {
        if (arena != null) {
            arena.close();
        }
    }
}
