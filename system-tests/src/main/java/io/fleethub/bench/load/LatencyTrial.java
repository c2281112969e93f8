package io.fleethub.bench.load;

import io.fleethub.bench.Figure;
import io.fleethub.bench.Numbers;
import io.fleethub.bench.Timing;
import io.fleethub.bench.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long a report takes from its sampling until a query sees it, while the other nodes send at a steady rate. The last of
 * the nodes is the prober, which sends one report at a time. For one thread.
 */
public final class LatencyTrial implements Trial {

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);

    private final LoadNodes nodes;
    private final Traffic traffic;
    private final Target.Factory factory;
    private final Eye eye;
    private int session = 1_000_000;

    /** Whether a target shows so many reports of a node. */
    public interface Eye {
        boolean sees(Target target, LoadNode node, long reports) throws Exception;
    }

    /** @param traffic with a rate; 0 leaves all nodes but the prober silent */
    public LatencyTrial(LoadNodes nodes, Traffic traffic, Target.Factory factory, Eye eye) {
        this.nodes = nodes;
        this.traffic = traffic;
        this.factory = factory;
        this.eye = eye;
    }

    @Override
    public Figure run(Timing timing) throws Exception {
        String trial = nodes.begin(Instant.now());
        List<LoadNode> all = nodes.all();
        try (Target target = factory.open(trial)) {
            Pump pump = new Pump(all.subList(0, all.size() - 1), traffic, target);
            Prober prober = new Prober(all.get(all.size() - 1), (node, reports) -> eye.sees(target, node, reports));
            prober.begin(trial, session++);
            if (traffic.rate() > 0) {
                pump.start();
            }
            prober.probe(timing.warmUp().toNanos());
            double[] millis = prober.probe(timing.window().toNanos()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            Figure figure = Figure.of(Numbers.percentile(millis, 0.99))
                    .with("p50 ms", Numbers.percentile(millis, 0.5))
                    .with("probes", millis.length)
                    .with("messages/s beside", traffic.rate());
            return traffic.rate() > 0 ? ended(pump, target, figure) : figure;
        }
    }

    private Figure ended(Pump pump, Target target, Figure figure) throws Exception {
        pump.stopSending();
        long sent = nodes.all().stream().mapToLong(LoadNode::sent).sum();
        long limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
        long behind = sent - target.durable();
        while (target.durable() < sent && System.nanoTime() < limit) {
            Thread.sleep(50);
        }
        pump.stop();
        if (behind > 2 * traffic.rate() + 1_000) {
            return figure.failed("the backlog had grown to %d reports".formatted(behind));
        }
        Optional<String> fault = nodes.failure().or(() -> check(target));
        return fault.map(figure::failed).orElse(figure);
    }

    private Optional<String> check(Target target) {
        try {
            return target.fault(nodes.all());
        } catch (Exception e) {
            return Optional.of("the reports could not be counted: " + e);
        }
    }
}
