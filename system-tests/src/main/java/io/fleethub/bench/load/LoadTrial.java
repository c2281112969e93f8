package io.fleethub.bench.load;

import io.fleethub.bench.Figure;
import io.fleethub.bench.Timing;
import io.fleethub.bench.Trial;
import io.fleethub.bench.machine.ProcessorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Durable reports a second: a warm-up, a window, and then the proof that everything that was sent is there once. Notes
 * the processor time of each process for a message of the window. For one thread.
 */
public final class LoadTrial implements Trial {

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final Duration PAST = Duration.ofDays(28);
    /** A backlog that grew by more than what comes in this time is growing. */
    private static final double TOLERATED_SECONDS = 2;

    private final LoadNodes nodes;
    private final Traffic traffic;
    private final Target.Factory factory;

    public LoadTrial(LoadNodes nodes, Traffic traffic, Target.Factory factory) {
        this.nodes = nodes;
        this.traffic = traffic;
        this.factory = factory;
    }

    /** What the counters said at one moment. */
    private record Sight(long nanos, long sent, long durable, Map<String, Double> micros) {

        static Sight of(Pump pump, Target target) {
            Map<String, Double> micros = new LinkedHashMap<>();
            target.processes().forEach((name, process) -> micros.put(name, ProcessorTime.micros(process)));
            micros.put("generator", ProcessorTime.ownMicros());
            return new Sight(System.nanoTime(), pump.sent(), pump.durable(), micros);
        }

        long backlog() {
            return sent - durable;
        }
    }

    @Override
    public Figure run(Timing timing) throws Exception {
        String trial =
                nodes.begin(traffic.live() ? Instant.now() : Instant.now().minus(PAST));
        try (Target target = factory.open(trial)) {
            Pump pump = new Pump(nodes.all(), traffic, target);
            pump.start();
            Thread.sleep(timing.warmUp().toMillis());
            Sight first = Sight.of(pump, target);
            Thread.sleep(timing.window().toMillis());
            Sight last = Sight.of(pump, target);
            pump.stopSending();
            boolean drained = drain(pump);
            pump.stop();
            Figure figure = figure(first, last);
            if (!drained) {
                return figure.failed("%d of %d reports were not durable %d s after the end"
                        .formatted(pump.sent() - pump.durable(), pump.sent(), DRAIN_LIMIT.toSeconds()));
            }
            return nodes.failure()
                    .or(() -> growth(first, last))
                    .map(figure::failed)
                    .orElseGet(() -> checked(target, figure));
        }
    }

    private Figure checked(Target target, Figure figure) {
        try {
            return target.fault(nodes.all()).map(figure::failed).orElse(figure);
        } catch (Exception e) {
            return figure.failed("the reports could not be counted: " + e);
        }
    }

    private static boolean drain(Pump pump) throws InterruptedException {
        long limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (pump.durable() < pump.sent() && System.nanoTime() < limit) {
            Thread.sleep(50);
        }
        return pump.durable() >= pump.sent();
    }

    private Figure figure(Sight first, Sight last) {
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        double reports = last.durable() - first.durable();
        double messages = Math.max(1, reports / traffic.perMessage());
        Map<String, Double> notes = new LinkedHashMap<>();
        last.micros()
                .forEach((name, micros) ->
                        notes.put(name + " us/message", (micros - first.micros().getOrDefault(name, 0.0)) / messages));
        return Figure.of(reports / seconds).withAll(notes);
    }

    private static Optional<String> growth(Sight first, Sight last) {
        double perSecond = (last.durable() - first.durable()) / ((last.nanos() - first.nanos()) / 1e9);
        long grown = last.backlog() - first.backlog();
        return grown > TOLERATED_SECONDS * perSecond + 1_000
                ? Optional.of("the backlog grew by %d reports".formatted(grown))
                : Optional.empty();
    }
}
