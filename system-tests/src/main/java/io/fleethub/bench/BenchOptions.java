package io.fleethub.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command line of {@code ./fleet bench}, or the one line that says what is wrong with it. */
record BenchOptions(Benchmarks benchmark, Timing timing, Optional<Path> results) {

    static final String HELP = """
            usage: ./fleet bench NAME [options]

            Measures ours beside a peer and beside the limit of this machine, in turns within one run, and writes the
            result to docs/reference/bench/. Nothing else should run meanwhile.

              --quick        10 s of warm-up, 20 s measured, once, on small tables: for work in progress
                             (else 60 s, 60 s, three times); its result is printed and not kept
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
        Benchmarks benchmark = null;
        boolean quick = false;
        @Nullable Path results = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.equals("--results")) {
                i++;
                if (i == arguments.size()) {
                    throw new UsageException("--results needs a folder");
                }
                results = Path.of(arguments.get(i));
            } else if (benchmark == null && !argument.startsWith("-")) {
                benchmark = Benchmarks.named(argument)
                        .orElseThrow(() -> new UsageException(
                                "there is no benchmark '" + argument + "', there are: " + Benchmarks.names()));
            } else {
                throw new UsageException("bench does not know '" + argument + "', see ./fleet bench --help");
            }
        }
        if (benchmark == null) {
            throw new UsageException("bench needs a name, one of: " + Benchmarks.names());
        }
        Optional<Path> folder = Optional.ofNullable(results).or(() -> Optional.of(standardResults));
        return new BenchOptions(
                benchmark, quick ? Timing.QUICK : Timing.FULL, quick && results == null ? Optional.empty() : folder);
    }
}
