package io.fleethub.simulator;

import io.fleethub.verifier.Verdict;
import io.fleethub.verifier.Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command line of the simulator: runs, prints a line a second, waits until everything is confirmed, and counts in the database
 * what is missing or doubled. Exit code 0 when nothing is, 1 when something is, 2 when it could not run.
 */
public final class SimulatorMain {

    private static final int BROKEN = 1;
    private static final int NOT_RUN = 2;

    private final SimulatorArguments arguments;
    private final PrintStream out;

    private SimulatorMain(SimulatorArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("help") || words.contains("--help") || words.contains("-h")) {
            out.print(SimulatorArguments.help());
            return 0;
        }
        try {
            return new SimulatorMain(SimulatorArguments.parse(words.toArray(String[]::new)), out).simulate();
        } catch (IllegalArgumentException | IllegalStateException | IOException | SQLException e) {
            err.println("simulate: " + e.getMessage());
            return NOT_RUN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        }
    }

    private int simulate() throws IOException, SQLException, InterruptedException {
        SimulationOptions options = arguments.options();
        Path journal = arguments.journal();
        out.println("journal " + journal);
        boolean confirmed;
        Throwable fault;
        try (Simulation fleet = Simulation.start(options, journal)) {
            watch(fleet, options.load().nodes(), arguments.duration());
            fleet.rate(0);
            confirmed = fleet.awaitConfirmed(arguments.drain());
            out.print(Progress.sum(fleet));
            fault = fleet.fault();
        }
        if (fault != null) {
            throw new IllegalStateException("a node of the simulator failed: " + fault, fault);
        }
        if (!confirmed) {
            out.println("NOT CONFIRMED within " + arguments.drain() + ": some reports still wait in their outbox");
        }
        return count(journal) && confirmed ? 0 : BROKEN;
    }

    private void watch(Simulation fleet, int nodes, Duration duration) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Counts before = fleet.counts();
        for (long second = 1; second <= duration.toSeconds(); second++) {
            if (never.await(1, TimeUnit.SECONDS)) {
                return;
            }
            Counts now = fleet.counts();
            out.println(Progress.line(second, nodes, now, before, fleet.inFlight()));
            before = now;
        }
    }

    private boolean count(Path journal) throws IOException, SQLException {
        if (arguments.jdbc().isEmpty()) {
            out.println("not counted in the database: no --jdbc");
            return true;
        }
        Verdict verdict = new Verifier(arguments.jdbc(), List.of(journal)).within(Duration.ofSeconds(10));
        out.println(verdict.text());
        return verdict.holds();
    }
}
