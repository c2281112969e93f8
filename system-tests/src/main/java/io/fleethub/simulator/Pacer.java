package io.fleethub.simulator;

import java.util.List;

/** Gives the nodes of one loop their reports in turn, so many a second in all. Confined to the loop. */
final class Pacer {

    /** What one tick makes at most; the rest is owed to the next one, so that the loop's other work gets its turn. */
    private static final int AT_ONCE = 400;
    /** A machine that cannot keep up owes no more than this. */
    private static final double MOST_OWED_SECONDS = 10;

    private final List<VirtualNode> nodes;
    private final int reportsPerMessage;
    private long lastNanos = System.nanoTime();
    private double owed;
    private int turn;

    Pacer(List<VirtualNode> nodes, int reportsPerMessage) {
        this.nodes = nodes;
        this.reportsPerMessage = reportsPerMessage;
    }

    /** @param rate reports a second of these nodes together */
    void tick(double rate) {
        long now = System.nanoTime();
        owed = Math.min(owed + rate * (now - lastNanos) / 1e9, Math.max(rate * MOST_OWED_SECONDS, reportsPerMessage));
        lastNanos = now;
        for (int i = 0; i < AT_ONCE && owed >= reportsPerMessage; i++) {
            nodes.get(turn).report(reportsPerMessage);
            turn = (turn + 1) % nodes.size();
            owed -= reportsPerMessage;
        }
    }
}
