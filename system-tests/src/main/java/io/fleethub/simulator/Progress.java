package io.fleethub.simulator;

import java.util.Locale;

/** The lines that a run prints. Stateless. */
final class Progress {

    private static final double MICROS = 1000;

    private Progress() {}

    static String line(long seconds, int nodes, Counts now, Counts before, int inFlight) {
        return String.format(
                Locale.ROOT,
                "%4d s  online %d/%d  sent %d/s  acknowledged %d/s  committed %d/s  waiting %d  in flight %d  again %d",
                seconds,
                now.online(),
                nodes,
                now.published() - before.published(),
                now.acknowledged() - before.acknowledged(),
                now.confirmed() - before.confirmed(),
                now.waiting(),
                inFlight,
                now.again());
    }

    static String sum(Simulation fleet) {
        Counts counts = fleet.counts();
        return String.format(
                        Locale.ROOT,
                        """
                        made            %d reports%s
                        sent            %d reports in %d messages, sent again %d (%.2f %%)
                        acknowledged    %d reports in %d messages, refused %d
                        committed       %d reports, waiting %d, given up %d
                        connections     %d made, %d failed, %d lost
                        """,
                        counts.made(),
                        counts.heldBack() == 0 ? "" : ", " + counts.heldBack() + " held back by full outboxes",
                        counts.published(),
                        counts.messages(),
                        counts.again(),
                        counts.againShare() * 100,
                        counts.acknowledged(),
                        counts.acknowledgedMessages(),
                        counts.refusedPublishes(),
                        counts.confirmed(),
                        counts.waiting(),
                        counts.givenUp(),
                        counts.connects(),
                        counts.failedConnects(),
                        counts.disconnects())
                + (counts.poison() == 0
                        ? ""
                        : "poison          " + counts.poison() + " messages, acknowledged "
                                + counts.poisonAcknowledged() + "\n")
                + latency("PUBACK", fleet.pubackLatency())
                + latency("committed", fleet.commitLatency());
    }

    private static String latency(String name, Histogram times) {
        return String.format(
                Locale.ROOT,
                "%-10s ms   p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  of %d%n",
                name,
                times.percentile(0.5) / MICROS,
                times.percentile(0.9) / MICROS,
                times.percentile(0.99) / MICROS,
                times.percentile(0.999) / MICROS,
                times.count());
    }
}
