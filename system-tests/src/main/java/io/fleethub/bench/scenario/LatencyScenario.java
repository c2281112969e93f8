package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.load.HubTarget;
import io.fleethub.bench.load.LatencyTrial;
import io.fleethub.bench.load.LoadNodes;
import io.fleethub.bench.load.LoadTrial;
import io.fleethub.bench.load.Target;
import io.fleethub.bench.load.Traffic;
import io.fleethub.bench.peer.ConsumerTarget;
import io.fleethub.bench.peer.FloorTarget;
import io.fleethub.bench.peer.PeerProject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the sample to being visible by SQL, at half of what each can take: that is found first, by a short run at full speed.
 * The floor is the way through the idle broker and a commit of one row.
 */
public final class LatencyScenario implements Scenario {

    private static final int NODES = 200;
    private static final String OURS = "fleethub";
    private static final String FLOOR = "round trip and one commit";
    private static final String CAMEL = "Camel, default";
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(20);

    private @Nullable Arena arena;
    private @Nullable Connection ours;
    private @Nullable Connection bare;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        String peers = PeerProject.build();
        Arena open = Arena.open(NODES);
        arena = open;
        Connection oursLook = open.ours().superuser();
        ours = oursLook;
        Connection bareLook = open.bare().superuser();
        bare = bareLook;
        Target.Factory hub = HubTarget.of(open.ours());
        Target.Factory camel = ConsumerTarget.camel(open.bare(), peers, false);
        PreparedStatement ourRows = oursLook.prepareStatement(
                "SELECT count(*) FROM telemetry_report WHERE node_id = ? AND corrected_at > now() - interval '2 min' AND seq = ?");
        PreparedStatement camelRows = bareLook.prepareStatement(
                "SELECT count(*) FROM (SELECT topic, body FROM bench.camel ORDER BY id DESC LIMIT 300) AS newest"
                        + " WHERE topic = ? AND body LIKE ?");
        return List.of(new Contest(
                "From the sample to being visible, 99 of 100",
                "ms",
                List.of(
                        new Contender(
                                OURS,
                                Side.OURS,
                                new LatencyTrial(
                                        open.ourNodes(),
                                        half(open.ourNodes(), hub, timing),
                                        hub,
                                        (target, node, reports) -> seesReport(ourRows, node.nodeId(), node.newest()))),
                        new Contender(
                                CAMEL,
                                Side.PEER,
                                new LatencyTrial(
                                        open.bareNodes(),
                                        half(open.bareNodes(), camel, timing),
                                        camel,
                                        (target, node, reports) -> seesRow(camelRows, node.nodeId(), node.newest()))),
                        new Contender(
                                FLOOR,
                                Side.LIMIT,
                                new LatencyTrial(
                                        open.bareNodes(),
                                        Traffic.singly(),
                                        FloorTarget.of(open.bare()),
                                        (target, node, reports) -> target.durable() >= reports))),
                List.of(Goal.atMost(OURS, 5, FLOOR), Goal.atMost(OURS, 0.5, CAMEL))));
    }

    private static Traffic half(LoadNodes nodes, Target.Factory factory, Timing timing) throws Exception {
        Duration search = timing.warmUp().compareTo(LONGEST_SEARCH) < 0 ? timing.warmUp() : LONGEST_SEARCH;
        Figure full = new LoadTrial(nodes, Traffic.singly(), factory).run(new Timing(search, search, 1));
        if (full.fault().isPresent()) {
            throw new IOException(
                    "how much can be taken was not found: " + full.fault().get());
        }
        return Traffic.singly().at(full.value() / 2);
    }

    private static boolean seesReport(PreparedStatement look, String node, long seq) throws SQLException {
        look.setString(1, node);
        look.setLong(2, seq);
        return count(look) > 0;
    }

    /** Among the newest rows: the table has no other index than that of its key. */
    private static boolean seesRow(PreparedStatement look, String node, long seq) throws SQLException {
        look.setString(1, "nodes/" + node + "/telemetry");
        look.setString(2, "%\"seq\":" + seq + ",%");
        return count(look) > 0;
    }

    private static long count(PreparedStatement look) throws SQLException {
        try (ResultSet row = look.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        if (ours != null) {
            ours.close();
        }
        if (bare != null) {
            bare.close();
        }
        if (arena != null) {
            arena.close();
        }
    }
}
