package io.fleethub.agent.operations.services.process;

import java.util.stream.Stream;

/**
 * What a process and everything it started use together. One that left the tree is not counted.
 *
 * @param cpuNanos does not fall while parents wait for their children
 */
record ProcUsage(long residentBytes, long cpuNanos) {

    // USER_HZ is 100 on every architecture that the agent runs on
    private static final long TICK_NANOS = 10_000_000;

    static ProcUsage of(ProcessHandle root) {
        try (Stream<ProcessHandle> tree = Stream.concat(Stream.of(root), root.descendants())) {
            return tree.flatMap(process -> ProcStat.of(process.pid()).stream())
                    .map(stat -> new ProcUsage(ProcStat.residentBytes(stat.pid()), stat.cpuTicks() * TICK_NANOS))
                    .reduce(new ProcUsage(0, 0), ProcUsage::plus);
        }
    }

    private ProcUsage plus(ProcUsage other) {
        return new ProcUsage(residentBytes + other.residentBytes, cpuNanos + other.cpuNanos);
    }
}
