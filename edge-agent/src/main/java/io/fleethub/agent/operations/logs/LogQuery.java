package io.fleethub.agent.operations.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log are wanted: the last ones that fit.
 *
 * @param lines at most so many
 * @param since inclusive; by the time at a line's beginning
 * @param until exclusive
 * @param filter text that a line must contain, taken literally
 */
record LogQuery(
        int lines,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String filter) {

    boolean timed() {
        return since != null || until != null;
    }

    boolean tooOld(Instant time) {
        return since != null && time.isBefore(since);
    }

    boolean tooNew(Instant time) {
        return until != null && !time.isBefore(until);
    }
}
