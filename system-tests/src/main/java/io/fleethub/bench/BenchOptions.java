package io.fleethub.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The command line of {@code ./fleet bench}, or the one line that says what is wrong with it. */
record BenchOptions(Benchmarks benchmark, Timing timing, String only, Optional<Path> results) {

    static final String HELP = """
            usage: ./fleet bench NAME [options]

            Measures ours beside a peer and beside the limit of this machine, in turns within one run, and writes the
            result to docs/reference/bench/. Nothing else should run meanwhile.

              --quick        10 s of warm-up, 20 s measured, once, on small tables: for work in progress
                             (else 60 s, 60 s, three times); its result is printed and not kept
              --warm-up N    seconds before each window, instead of 60 (or 10); the result is not kept
              --only TEXT    only the contenders with this in their name, for tuning; the result is not kept
              --results DIR  where the result goes, instead of docs/reference/bench

            NAME is one of:
            """ + Benchmarks.help();

    /** A command line that cannot be followed. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String line) {
            super(line);
        }
    }

    static BenchOptions parse(List<String> arguments, Path standardResults) throws UsageException {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Benchmarks benchmark = null;
        boolean quick = false;
        String only = "";
        Optional<Duration> warmUp = Optional.empty();
        Optional<Path> results = Optional.empty();
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            switch (argument) {
                case "--quick" -> quick = true;
                case "--warm-up" -> warmUp = Optional.of(seconds(argument, value(argument, rest)));
                case "--only" -> only = value(argument, rest);
                case "--results" -> results = Optional.of(Path.of(value(argument, rest)));
                default -> {
                    if (benchmark != null || argument.startsWith("-")) {
                        throw new UsageException("bench does not know '" + argument + "', see ./fleet bench --help");
                    }
                    benchmark = named(argument);
                }
            }
        }
        if (benchmark == null) {
            throw new UsageException("bench needs a name, one of: " + Benchmarks.names());
        }
        boolean whole = !quick && only.isEmpty() && warmUp.isEmpty();
        Timing timing = quick ? Timing.QUICK : Timing.FULL;
        return new BenchOptions(
                benchmark,
                new Timing(warmUp.orElse(timing.warmUp()), timing.window(), timing.repeats()),
                only,
                results.or(() -> whole ? Optional.of(standardResults) : Optional.empty()));
    }

    private static Benchmarks named(String name) throws UsageException {
        return Benchmarks.named(name)
                .orElseThrow(() ->
                        new UsageException("there is no benchmark '" + name + "', there are: " + Benchmarks.names()));
    }

    private static Duration seconds(String option, String text) throws UsageException {
        if (!text.matches("[0-9]{1,5}")) {
            throw new UsageException(option + " wants seconds, not '" + text + "'");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static String value(String option, Deque<String> rest) throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.remove();
    }
}
