package io.fleethub.bench.scenario;

import io.fleethub.bench.machine.ProcessSight;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process on the agent's documented JVM line, from its start to its end. For one thread. */
final class ObservedProcess implements AutoCloseable {

    /** As in the unit, the image and the launcher. */
    private static final List<String> JVM_LINE = List.of(
            "-Xms8m",
            "-Xmx20m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData");

    private static final Duration DAY = Duration.ofDays(1);

    private final Process process;
    private final double startMillis;
    private ProcessSight first;

    private ObservedProcess(Process process, double startMillis, ProcessSight first) {
        this.process = process;
        this.startMillis = startMillis;
        this.first = first;
    }

    /** What was seen of one process. */
    record Observation(
            double residentMegabytes,
            double processorMillisAMinute,
            double threads,
            double startMillis,
            double writtenMegabytesADay) {}

    /** Starts it and waits for the line that says that it works. */
    static ObservedProcess start(String readyLine, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_LINE);
        command.addAll(List.of(arguments));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.contains(readyLine)) {
            said.append(line).append('\n');
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the process ended before it said " + readyLine + ":\n" + said);
        }
        double millis = (System.nanoTime() - begin) / 1e6;
        Thread reader = new Thread(() -> lines.lines().forEach(more -> {}), "bench-agent-output");
        reader.setDaemon(true);
        reader.start();
        return new ObservedProcess(process, millis, ProcessSight.of(process.toHandle()));
    }

    /** What it does from here on is counted: what it wrote and compiled to come up is not its day. */
    void count() throws IOException {
        first = ProcessSight.of(process.toHandle());
    }

    /** Since the count began, until now. */
    Observation observe() throws IOException {
        ProcessSight last = ProcessSight.of(process.toHandle());
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        return new Observation(
                last.residentMegabytes(),
                (last.processorMillis() - first.processorMillis()) / seconds * 60,
                last.threads(),
                startMillis,
                (last.writtenMegabytes() - first.writtenMegabytes()) / seconds * DAY.toSeconds());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
