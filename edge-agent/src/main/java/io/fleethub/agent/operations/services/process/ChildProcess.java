package io.fleethub.agent.operations.services.process;

import java.time.Instant;

/** The main process of a service, whether this agent started it or took it over. */
record ChildProcess(ProcessHandle handle, long startTicks, Instant since) {

    long pid() {
        return handle.pid();
    }

    /** Whether it is this process that lives, and not another one that got its pid. */
    boolean alive() {
        return ProcStat.of(pid()).filter(now -> now.startTicks() == startTicks).isPresent();
    }
}
