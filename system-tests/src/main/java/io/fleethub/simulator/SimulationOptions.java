package io.fleethub.simulator;

import java.net.URI;
import java.time.Duration;

/**
 * What a run is like. Every {@code with…} answers a copy; {@link #of} is a small quiet fleet.
 *
 * @param broker as {@code mqtt://127.0.0.1:1883}
 * @param hub where the API begins, as {@code http://127.0.0.1:8080/api/v1}
 * @param token a bearer token of an administrator, in whose tenant the nodes are registered
 * @param prefix the nodes are {@code prefix-1} and so on; one that is registered already gets another secret
 * @param seed of everything that is random
 */
public record SimulationOptions(
        URI broker,
        URI hub,
        String token,
        String prefix,
        long seed,
        Load load,
        Faults faults,
        Timing timing,
        Bounds bounds) {

    /**
     * What the nodes have to say.
     *
     * @param rate reports a second of all nodes together; 0: none; {@link #UNPACED}: as fast as the bounds allow
     * @param reportsPerMessage how many reports are made at once, and so travel together
     * @param metrics in each report
     * @param backlog reports that each node holds at its start
     * @param backlogStep the time between two of them
     */
    public record Load(int nodes, double rate, int reportsPerMessage, int metrics, int backlog, Duration backlogStep) {

        public static final double UNPACED = Double.POSITIVE_INFINITY;

        public Load {
            require(nodes >= 1, "nodes", "must be at least 1");
            require(rate >= 0, "rate", "must not be negative");
            require(reportsPerMessage >= 1 && reportsPerMessage <= 500, "per-message", "must be from 1 to 500");
            require(metrics >= 1 && metrics <= 199, "metrics", "must be from 1 to 199");
            require(backlog >= 0, "backlog", "must not be negative");
            require(!backlogStep.isNegative(), "backlog-step", "must not be negative");
        }
    }

    /**
     * What goes wrong on purpose.
     *
     * @param bad how many messages are followed by a poisonous one, and how many reports the hub has to refuse, 0 to 1
     * @param twice how many messages are published once more within the next seconds, 0 to 1; 1 replays everything
     * @param stormEvery all connections are cut at this pace; zero: never
     */
    public record Faults(double bad, double twice, Duration stormEvery) {
        public Faults {
            require(bad >= 0 && bad <= 1, "bad", "must be from 0 to 1");
            require(twice >= 0 && twice <= 1, "twice", "must be from 0 to 1");
            require(!stormEvery.isNegative(), "storm-every", "must not be negative");
        }
    }

    /**
     * The times of the contract; tests run them at a tenth.
     *
     * @param resendAfter the age at which an answer that does not cover a report means that it is lost
     * @param askEvery how often a backlog asks by an extra heartbeat
     * @param reconnectFrom the first back-off, doubled up to {@code reconnectAtMost}, with jitter
     */
    public record Timing(
            Duration heartbeat,
            Duration resendAfter,
            Duration resendAtMost,
            Duration askEvery,
            Duration reconnectFrom,
            Duration reconnectAtMost) {
        public Timing {
            require(heartbeat.compareTo(Duration.ofMillis(100)) >= 0, "heartbeat", "must be at least 100 ms");
            require(resendAfter.toMillis() >= 100, "resend-after", "must be at least 100 ms");
            require(resendAtMost.compareTo(resendAfter) >= 0, "resend-at-most", "must not be less than resend-after");
            require(askEvery.toMillis() >= 100, "ask-every", "must be at least 100 ms");
            require(reconnectFrom.toMillis() >= 1, "reconnect-from", "must be at least 1 ms");
            require(reconnectAtMost.compareTo(reconnectFrom) >= 0, "reconnect-at-most", "must not be less");
        }
    }

    /**
     * What may be under way.
     *
     * @param inFlight messages without PUBACK, of all nodes
     * @param inFlightOfNode the same of one node; the broker takes 10
     * @param unconfirmedReports published reports of one node that no sync has covered
     * @param unconfirmedBytes the same in bytes
     * @param connects connections of all nodes that are being made at the same time
     * @param loops threads
     */
    public record Bounds(
            int inFlight, int inFlightOfNode, int unconfirmedReports, int unconfirmedBytes, int connects, int loops) {
        public Bounds {
            require(inFlight >= 1, "in-flight", "must be at least 1");
            require(inFlightOfNode >= 1 && inFlightOfNode <= 10, "in-flight-of-node", "must be from 1 to 10");
            require(unconfirmedReports >= 1, "unconfirmed", "must be at least 1");
            require(unconfirmedBytes >= 1 << 12, "unconfirmed-bytes", "must be at least 4096");
            require(connects >= 1, "connects", "must be at least 1");
            require(loops >= 1 && loops <= 64, "loops", "must be from 1 to 64");
        }
    }

    private static final int KIB = 1024;

    public SimulationOptions {
        require("mqtt".equals(broker.getScheme()), "broker", "must be mqtt://HOST:PORT, there is no TLS here");
        require(broker.getPort() > 0, "broker", "must name its port");
        require(prefix.matches("[a-z0-9][a-z0-9._-]{0,40}"), "prefix", "must be a part of a node's name");
    }

    /** Ten nodes with a hundred reports a second in all, at the contract's own times. */
    public static SimulationOptions of(URI broker, URI hub, String token, String prefix) {
        return new SimulationOptions(
                broker,
                hub,
                token,
                prefix,
                1,
                new Load(10, 100, 1, 10, 0, Duration.ofSeconds(1)),
                new Faults(0, 0, Duration.ZERO),
                new Timing(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)),
                new Bounds(100, 8, 10_000, 2 * KIB * KIB, 50, 2));
    }

    public SimulationOptions with(Load value) {
        return new SimulationOptions(broker, hub, token, prefix, seed, value, faults, timing, bounds);
    }

    public SimulationOptions with(Faults value) {
        return new SimulationOptions(broker, hub, token, prefix, seed, load, value, timing, bounds);
    }

    public SimulationOptions with(Timing value) {
        return new SimulationOptions(broker, hub, token, prefix, seed, load, faults, value, bounds);
    }

    public SimulationOptions with(Bounds value) {
        return new SimulationOptions(broker, hub, token, prefix, seed, load, faults, timing, value);
    }

    public SimulationOptions withSeed(long value) {
        return new SimulationOptions(broker, hub, token, prefix, value, load, faults, timing, bounds);
    }

    /** All times of the contract divided, so that a test need not wait for minutes. */
    public SimulationOptions atAFractionOfTheTime(int divisor) {
        return with(new Timing(
                timing.heartbeat().dividedBy(divisor),
                timing.resendAfter().dividedBy(divisor),
                timing.resendAtMost().dividedBy(divisor),
                timing.askEvery().dividedBy(divisor),
                timing.reconnectFrom(),
                timing.reconnectAtMost().dividedBy(divisor)));
    }

    private static void require(boolean fulfilled, String option, String rule) {
        if (!fulfilled) {
            throw new IllegalArgumentException("--" + option + ": " + rule);
        }
    }
}
