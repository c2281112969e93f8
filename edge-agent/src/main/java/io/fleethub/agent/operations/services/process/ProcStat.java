package io.fleethub.agent.operations.services.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code /proc} tells about a live process.
 *
 * @param startTicks clock ticks from the kernel's start to the process's; with the pid it names a process of one boot
 * @param cpuTicks of processor time, with that of its children that have ended and were waited for
 */
record ProcStat(long pid, long parent, long startTicks, long cpuTicks) {

    private static final Path PROC = Path.of("/proc");
    // Fields of proc(5) after the name in parentheses, which may itself hold spaces and parentheses.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int CPU_TIMES = 11; // of itself and of its children, each user and system
    private static final int START_TIME = 19;

    /** The process, unless it is gone or a zombie that only waits to be collected. */
    static Optional<ProcStat> of(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if ("ZX".contains(fields[STATE])) {
                return Optional.empty();
            }
            long cpuTicks = 0;
            for (int i = CPU_TIMES; i < CPU_TIMES + 4; i++) {
                cpuTicks += Long.parseLong(fields[i]);
            }
            return Optional.of(
                    new ProcStat(pid, Long.parseLong(fields[PARENT]), Long.parseLong(fields[START_TIME]), cpuTicks));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory of the process in bytes; 0 when it is gone. */
    static long residentBytes(long pid) {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
