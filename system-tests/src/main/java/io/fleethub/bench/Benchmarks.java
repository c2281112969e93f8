package io.fleethub.bench;

import io.fleethub.bench.scenario.AgentScenario;
import io.fleethub.bench.scenario.BackfillScenario;
import io.fleethub.bench.scenario.DrainScenario;
import io.fleethub.bench.scenario.IngestScenario;
import io.fleethub.bench.scenario.LatencyScenario;
import io.fleethub.bench.scenario.QueryScenario;
import io.fleethub.bench.scenario.StorageScenario;
import io.fleethub.bench.scenario.StormScenario;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Every benchmark that {@code ./fleet bench} knows, with its line in the help text. */
enum Benchmarks {
    INGEST("durable messages of one report a second", IngestScenario::throughput),
    CPU("processor time of a durable message, hub or consumer alone", IngestScenario::processorTime),
    LATENCY("from the sample to being visible by SQL, at half of what ingest takes", LatencyScenario::new),
    BACKFILL("durable reports of ten metrics a second, 50 and 500 a message", BackfillScenario::new),
    QUERY("a day, a year and the latest values over REST, beside hand-written SQL", QueryScenario::new),
    AGENT(
            "memory, processor time, threads, start and disk writes of the agent, beside a bare Paho loop",
            AgentScenario::new),
    STORM("seconds until a fleet is back after kill -9 of the broker", StormScenario::new),
    DRAIN("how fast a backlog is worked off beside live reports", DrainScenario::new),
    STORAGE("bytes of a report of ten metrics in three layouts, indexes included", StorageScenario::new);

    private final String about;
    private final Supplier<Scenario> scenario;

    Benchmarks(String about, Supplier<Scenario> scenario) {
        this.about = about;
        this.scenario = scenario;
    }

    static Optional<Benchmarks> named(String name) {
        return Arrays.stream(values())
                .filter(benchmark -> benchmark.title().equals(name))
                .findFirst();
    }

    static String help() {
        return Arrays.stream(values())
                .map(benchmark -> "  %-10s %s".formatted(benchmark.title(), benchmark.about))
                .collect(Collectors.joining("\n"));
    }

    static String names() {
        return Arrays.stream(values()).map(Benchmarks::title).collect(Collectors.joining(" "));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String about() {
        return about;
    }

    Scenario open() {
        return scenario.get();
    }
}
