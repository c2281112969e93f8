package io.fleethub.agent.operations.services.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a service across the agent's own restarts.
 *
 * @param wanted whether it shall run; false after a STOP
 * @param bootId the boot in which this was written: pids and a STOP end with it
 * @param pid of the main process, once there is one
 * @param startTicks of that process, see {@link ProcStat}
 * @param since when that process was started
 * @param restarts how often it was started again without being asked to
 */
public record RunRecord(
        String service,
        boolean wanted,
        String bootId,
        @Nullable Long pid,
        @Nullable Long startTicks,
        Instant since,
        long restarts) {}
