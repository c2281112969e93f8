package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.load.HubTarget;
import io.fleethub.bench.load.LoadTrial;
import io.fleethub.bench.load.Traffic;
import io.fleethub.bench.peer.ConsumerTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many live messages of one report each second become durable, from 200 nodes. */
public final class IngestScenario implements Scenario {

    static final int NODES = 200;
    private static final String OURS = "fleethub";
    private static final String LIMIT = "consumer that only acknowledges";
    private static final String UPSERT = "batched upsert";

    private @Nullable Arena arena;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        Arena open = Arena.open(NODES);
        arena = open;
        return List.of(new Contest(
                "Messages of one report a second, durable",
                "messages/s",
                List.of(
                        new Contender(
                                OURS,
                                Side.OURS,
                                new LoadTrial(open.ourNodes(), Traffic.singly(), HubTarget.of(open.ours()))),
                        new Contender(
                                UPSERT,
                                Side.PEER,
                                new LoadTrial(
                                        open.bareNodes(), Traffic.singly(), ConsumerTarget.upserting(open.bare(), 1))),
                        new Contender(
                                LIMIT,
                                Side.LIMIT,
                                new LoadTrial(
                                        open.bareNodes(),
                                        Traffic.singly(),
                                        ConsumerTarget.acknowledging(open.bare(), 1)))),
                List.of(Goal.atLeast(OURS, 0.7, LIMIT), Goal.atLeast(OURS, 1.5, UPSERT))));
    }

    @Override
    public void close() throws Exception {
        if (arena != null) {
            arena.close();
        }
    }
}
