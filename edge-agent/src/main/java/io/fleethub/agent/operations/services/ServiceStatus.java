package io.fleethub.agent.operations.services;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at a service.
 *
 * @param pid of its main process, while it runs
 * @param since when it came into this state, where known
 * @param restarts how often it was started again without being asked to
 * @param memoryBytes of its processes (systemd) or its main process
 */
public record ServiceStatus(
        RunState state,
        @Nullable Long pid,
        @Nullable Instant since,
        long restarts,
        @Nullable Long memoryBytes) {

    public boolean running() {
        return state == RunState.RUNNING;
    }
}
