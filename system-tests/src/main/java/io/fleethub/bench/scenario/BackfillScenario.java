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
import io.fleethub.bench.peer.CopyLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast nodes that were away empty their outboxes: reports of ten metrics, 50 and 500 a message, from the node through
 * broker and hub into the table. The limit is the database alone.
 */
public final class BackfillScenario implements Scenario {

    private static final int NODES = 50;
    private static final String LIMIT = "COPY binary, database alone";

    private @Nullable Arena arena;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        Arena open = Arena.open(NODES);
        arena = open;
        return List.of(new Contest(
                "Reports of ten metrics a second, durable",
                "reports/s",
                List.of(
                        ours(open, 50),
                        peer(open, 50),
                        ours(open, 500),
                        peer(open, 500),
                        new Contender(LIMIT, Side.LIMIT, new CopyLimit(open.bare()))),
                List.of(
                        Goal.atLeast("fleethub, 500 a message", 0.5, LIMIT),
                        Goal.atLeast("fleethub, 50 a message", 0.5, LIMIT),
                        Goal.atLeast("fleethub, 500 a message", 2, "batched upsert, 500 a message"),
                        Goal.atLeast("fleethub, 50 a message", 2, "batched upsert, 50 a message"))));
    }

    private static Contender ours(Arena arena, int perMessage) {
        return new Contender(
                "fleethub, " + perMessage + " a message",
                Side.OURS,
                new LoadTrial(arena.ourNodes(), Traffic.backfill(perMessage), HubTarget.of(arena.ours())));
    }

    private static Contender peer(Arena arena, int perMessage) {
        return new Contender(
                "batched upsert, " + perMessage + " a message",
                Side.PEER,
                new LoadTrial(
                        arena.bareNodes(),
                        Traffic.backfill(perMessage),
                        ConsumerTarget.upserting(arena.bare(), perMessage)));
    }

    @Override
    public void close() throws Exception {
        if (arena != null) {
            arena.close();
        }
    }
}
