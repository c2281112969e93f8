package io.fleethub.bench;

import io.fleethub.bench.machine.Machine;
import io.fleethub.bench.machine.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The way in of {@code ./fleet bench NAME}: measures, prints, and writes the result down. Exit code 0: a score, whether
 * or not the goals were reached; 1: no score; 2: a command line that cannot be followed.
 */
public final class BenchMain {

    private static final int NO_SCORE = 1;
    private static final int USAGE = 2;

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.isEmpty() || given.contains("--help") || given.contains("-h") || given.contains("help")) {
            System.out.println(BenchOptions.HELP);
            return;
        }
        Path home = Path.of(System.getProperty("fleet.home", "")).toAbsolutePath();
        try {
            BenchOptions options = BenchOptions.parse(given, home.resolve("docs/reference/bench"));
            System.exit(run(options, home) ? 0 : NO_SCORE);
        } catch (BenchOptions.UsageException e) {
            System.err.println("fleet: " + e.getMessage());
            System.exit(USAGE);
        }
    }

    private static boolean run(BenchOptions options, Path home) throws Exception {
        Machine machine = Machine.look();
        say(options.benchmark().title() + ": " + options.timing());
        machine.lines().forEach(BenchMain::say);
        List<Contest.Result> results = new ArrayList<>();
        try (Scenario scenario = options.benchmark().open()) {
            for (Contest contest : scenario.prepare(options.timing())) {
                say(contest.title());
                results.add(contest.only(options.only()).hold(options.timing(), line -> say("  " + line)));
            }
        }
        ResultPage page = new ResultPage(
                options, machine, Repository.commit(home), Clock.systemUTC().instant());
        String text = page.render(results);
        System.out.println(text);
        if (options.results().isPresent()) {
            write(options.results().get().resolve(options.benchmark().title() + ".md"), text);
        }
        return results.stream().allMatch(result -> result.faults().isEmpty());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        say("written to " + file);
    }

    private static void say(String line) {
        System.err.println("bench: " + line);
    }
}
