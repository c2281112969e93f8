package io.fleethub.agent.operations.services.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mark that every process of one service of one agent inherits in its environment, and how to find who bears it.
 *
 * <p>Immutable.
 */
final class ProcessMark {

    private static final String VARIABLE = "FLEETHUB_SERVICE_OF";

    private final String value;

    /** @param home the agent's data folder: two agents on one machine may name a service alike */
    ProcessMark(Path home, String service) {
        this.value = service + "@" + home.toAbsolutePath().normalize();
    }

    void put(Map<String, String> environment) {
        environment.put(VARIABLE, value);
    }

    /** All live processes that bear the mark; those of other users cannot be read and do not count. */
    List<ProcessHandle> bearers() {
        byte[] entry = ("\0" + VARIABLE + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
        long self = ProcessHandle.current().pid();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.pid() != self && bears(process.pid(), entry))
                    .toList();
        }
    }

    private static boolean bears(long pid, byte[] entry) {
        Optional<ProcStat> stat = ProcStat.of(pid);
        if (stat.isEmpty()) {
            return false;
        }
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return contains(environment, entry);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean contains(byte[] environment, byte[] entry) {
        // ISO 8859-1 maps bytes to characters one to one, so this compares bytes.
        String haystack = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
        return haystack.contains(new String(entry, StandardCharsets.ISO_8859_1));
    }
}
