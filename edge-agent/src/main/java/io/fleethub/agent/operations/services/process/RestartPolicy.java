package io.fleethub.agent.operations.services.process;

import java.time.Duration;

/**
 * How a child that ended by itself is started again, and how one is ended.
 *
 * @param firstPause before the first new start; it doubles with each
 * @param longestPause where doubling ends
 * @param stableAfter a child that lived so long begins with the first pause again
 * @param grace between TERM and KILL
 */
public record RestartPolicy(Duration firstPause, Duration longestPause, Duration stableAfter, Duration grace) {

    public static final RestartPolicy DEFAULT = new RestartPolicy(
            Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

    /** @param failures how many short lives came before, 0 for the first */
    Duration pause(int failures) {
        Duration pause = firstPause;
        for (int i = 0; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
