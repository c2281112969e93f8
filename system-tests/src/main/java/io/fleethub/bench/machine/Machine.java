package io.fleethub.bench.machine;

import io.fleethub.bench.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine as it was when the run began. */
public record Machine(
        String processor, int processors, double memoryGigabytes, String load, String kernel, String fsync) {

    /** Looks at /proc, and measures an fsync for some seconds. */
    public static Machine look() {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Double.parseDouble(field(Path.of("/proc/meminfo"), "MemTotal").split(" ")[0]) / (1 << 20),
                read(Path.of("/proc/loadavg")).strip(),
                System.getProperty("os.version") + ", Java " + System.getProperty("java.version"),
                FsyncProbe.line(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    public List<String> lines() {
        return List.of(
                "%d processors (%s), %s GB, Linux %s; everything runs on this one machine"
                        .formatted(processors, processor, Numbers.shortly(memoryGigabytes), kernel),
                fsync,
                "load average at the start: " + load);
    }

    private static String field(Path file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("0 unknown");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
