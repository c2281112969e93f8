package io.fleethub.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time of a process with all its children, gone ones included, from {@code /proc/PID/stat}. Stateless. */
public final class ProcessorTime {

    /** The kernel counts in hundredths of a second on every platform that Fleethub runs on (USER_HZ). */
    private static final double MICROS_PER_TICK = 10_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CSTIME = 14;

    private ProcessorTime() {}

    /** In microseconds, since the process was started. */
    public static double micros(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(member -> ticks(member.pid(), CSTIME))
                .flatMap(Optional::stream)
                .mapToDouble(ticks -> ticks * MICROS_PER_TICK)
                .sum();
    }

    /** The same of this process alone: what is measured are its children. */
    public static double ownMicros() {
        return ticks(ProcessHandle.current().pid(), STIME).orElse(0L) * MICROS_PER_TICK;
    }

    private static Optional<Long> ticks(long pid, int last) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in brackets may hold anything; what follows it is plain: state is field 0 of the rest.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = UTIME; i <= last; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return Optional.of(ticks);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
