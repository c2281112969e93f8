package io.fleethub.agent.operations.services;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at a service.
 *
 * @param pid of its main process, while it runs
 * @param since when it came into this state, where known
 * @param restarts how often it was started again without being asked to
 * @param memoryBytes of its processes
 * @param cpuNanos processor time of its processes since it was started; may begin anew with them
 */
public record ServiceStatus(
        RunState state,
        @Nullable Long pid,
        @Nullable Instant since,
        long restarts,
        @Nullable Long memoryBytes,
        @Nullable Long cpuNanos) {

    public boolean running() {
        return state == RunState.RUNNING;
    }
}
