package io.fleethub.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells a process from a later one with the same id: boot id and start time in clock ticks, both from {@code /proc}.
 * Where there is no {@code /proc} the start instant serves.
 */
final class ProcessMark {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_TIME_AFTER_NAME = 19;

    private ProcessMark() {}

    /** The mark of a running process; empty when there is none. */
    static Optional<String> of(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (Files.isReadable(BOOT_ID)) {
                String text = Files.readString(stat);
                String[] afterName = text.substring(text.lastIndexOf(')') + 2).split(" ");
                boolean isZombie = afterName[0].equals("Z");
                String start = afterName[START_TIME_AFTER_NAME];
                return isZombie
                        ? Optional.empty()
                        : Optional.of(Files.readString(BOOT_ID).strip() + ":" + start);
            }
        } catch (IOException noSuchProcess) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> "started:" + instant.getEpochSecond());
    }
}
