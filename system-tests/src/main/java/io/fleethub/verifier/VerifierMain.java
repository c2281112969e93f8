package io.fleethub.verifier;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command line of the verifier: {@code --jdbc URL --journal FILE… [--within PT60S]}. Exit code 0 when everything holds, 1
 * when something is broken, 2 when it could not be looked at.
 */
public final class VerifierMain {

    private static final int BROKEN = 1;
    private static final int NOT_LOOKED_AT = 2;

    private VerifierMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            Verdict verdict = verdict(arguments);
            out.println(verdict.text());
            return verdict.holds() ? 0 : BROKEN;
        } catch (IllegalArgumentException | DateTimeParseException | IOException | SQLException e) {
            err.println("verify: " + e.getMessage());
            return NOT_LOOKED_AT;
        }
    }

    private static Verdict verdict(List<String> arguments) throws IOException, SQLException {
        String jdbc = "";
        List<Path> journals = new ArrayList<>();
        Duration within = Duration.ZERO;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String flag = words.next();
            if (!words.hasNext()) {
                throw new IllegalArgumentException(flag + ": needs a value");
            }
            String value = words.next();
            switch (flag) {
                case "--jdbc" -> jdbc = value;
                case "--journal" -> journals.add(Path.of(value));
                case "--within" -> within = Duration.parse(value);
                default -> throw new IllegalArgumentException(flag + ": there is no such option");
            }
        }
        if (jdbc.isEmpty() || journals.isEmpty()) {
            throw new IllegalArgumentException("--jdbc URL and at least one --journal FILE are needed");
        }
        return new Verifier(jdbc, journals).within(within);
    }
}
