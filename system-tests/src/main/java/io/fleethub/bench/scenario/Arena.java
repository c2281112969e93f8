package io.fleethub.bench.scenario;

import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.bench.load.LoadNodes;
import java.util.HashMap;
import java.util.Map;

/**
 * Two fleets side by side: ours with its hub at work, and one whose hub has no bridge, so that a peer has broker and
 * database for itself. The one that is not in its turn is idle. For one thread.
 */
final class Arena implements AutoCloseable {

    private final RunningFleet ours;
    private final RunningFleet bare;
    private final LoadNodes ourNodes;
    private final LoadNodes bareNodes;

    private Arena(RunningFleet ours, RunningFleet bare, LoadNodes ourNodes, LoadNodes bareNodes) {
        this.ours = ours;
        this.bare = bare;
        this.ourNodes = ourNodes;
        this.bareNodes = bareNodes;
    }

    static Arena open(int nodes) throws Exception {
        RunningFleet ours = RunningFleet.start(settings());
        try {
            RunningFleet bare = RunningFleet.start(RunningFleet.WITHOUT_BRIDGE);
            try {
                return new Arena(ours, bare, LoadNodes.connect(ours, nodes), LoadNodes.connect(bare, nodes));
            } catch (Exception e) {
                bare.close();
                throw e;
            }
        } catch (Exception e) {
            ours.close();
            throw e;
        }
    }

    /** Settings of our hub that are tried out: {@code FLEET_BENCH_SET="key=value key=value"}. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        for (String setting :
                System.getenv().getOrDefault("FLEET_BENCH_SET", "").strip().split("\\s+")) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return settings;
    }

    RunningFleet ours() {
        return ours;
    }

    RunningFleet bare() {
        return bare;
    }

    LoadNodes ourNodes() {
        return ourNodes;
    }

    LoadNodes bareNodes() {
        return bareNodes;
    }

    @Override
    public void close() throws Exception {
        ourNodes.close();
        bareNodes.close();
        ours.close();
        bare.close();
    }
}
