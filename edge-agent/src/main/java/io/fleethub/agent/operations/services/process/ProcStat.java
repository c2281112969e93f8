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
 */
record ProcStat(long pid, long parent, long startTicks) {

    private static final Path PROC = Path.of("/proc");
    // Fields of proc(5) after the name in parentheses, which may itself hold spaces and parentheses.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int START_TIME = 19;

    /** The process, unless it is gone or a zombie that only waits to be collected. */
    static Optional<ProcStat> of(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return "ZX".contains(fields[STATE])
                    ? Optional.empty()
                    : Optional.of(
                            new ProcStat(pid, Long.parseLong(fields[PARENT]), Long.parseLong(fields[START_TIME])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory of the process in bytes. */
    static Optional<Long> residentBytes(long pid) {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
