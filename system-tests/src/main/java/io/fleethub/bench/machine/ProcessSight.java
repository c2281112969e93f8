package io.fleethub.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc} says of one process at one moment. */
public record ProcessSight(
        long nanos, double residentMegabytes, int threads, double processorMillis, double writtenMegabytes) {

    private static final double KILO = 1_024;

    /** @throws IOException when the process is gone */
    public static ProcessSight of(ProcessHandle process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        return new ProcessSight(
                System.nanoTime(),
                number(folder.resolve("status"), "VmRSS:") / KILO,
                (int) number(folder.resolve("status"), "Threads:"),
                ProcessorTime.micros(process) / 1e3,
                number(folder.resolve("io"), "write_bytes:") / KILO / KILO);
    }

    private static double number(Path file, String name) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ")[0])
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + name));
    }
}
