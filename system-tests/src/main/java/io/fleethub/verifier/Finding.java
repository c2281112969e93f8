package io.fleethub.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found for one invariant.
 *
 * @param invariant as I1
 * @param what the invariant in a few words
 * @param checked how many cases were looked at
 * @param violations how many of them break it
 * @param examples some of those, in words
 */
public record Finding(String invariant, String what, long checked, long violations, List<String> examples) {

    private static final int EXAMPLES = 5;

    public Finding {
        examples = List.copyOf(examples);
    }

    public boolean holds() {
        return violations == 0;
    }

    String line() {
        String line = String.format(
                Locale.ROOT,
                "%-3s %-9s %-62s %d checked, %d broken",
                invariant,
                holds() ? "holds" : "BROKEN",
                what,
                checked,
                violations);
        return examples.isEmpty() ? line : line + "\n      " + String.join("\n      ", examples);
    }

    /** Counts cases while they are looked at. Not thread-safe. */
    static final class Tally {

        private final String invariant;
        private final String what;
        private final List<String> examples = new ArrayList<>();
        private long checked;
        private long violations;

        Tally(String invariant, String what) {
            this.invariant = invariant;
            this.what = what;
        }

        void checked(long cases) {
            checked += cases;
        }

        void broken(String example) {
            violations++;
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }

        Finding finding() {
            return new Finding(invariant, what, checked, violations, examples);
        }
    }
}
