package io.fleethub.bench.peer;

import io.fleethub.bench.fleet.RunningFleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A consumer in a process of its own. It is told by its environment where broker and database are, and tells by lines on
 * its standard output: {@code READY} once, then {@code COUNT n}, how many messages it has settled. One thread reads it,
 * any may ask.
 */
public final class ConsumerProcess implements AutoCloseable {

    static final String READY = "READY";
    static final String COUNT = "COUNT ";
    static final String BROKER_HOST = "BENCH_BROKER_HOST";
    static final String BROKER_PORT = "BENCH_BROKER_PORT";
    static final String HUB_SECRET = "BENCH_HUB_SECRET";
    static final String DATABASE_URL = "BENCH_DATABASE_URL";
    static final String DATABASE_PASSWORD = "BENCH_DATABASE_PASSWORD";

    private static final long START_SECONDS = 90;

    private final Process process;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile long count;

    private ConsumerProcess(Process process) {
        this.process = process;
    }

    /** Starts a consumer of this class path and waits until it has subscribed. */
    public static ConsumerProcess start(RunningFleet fleet, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return start(fleet, System.getProperty("java.class.path"), main.getName(), List.of(arguments));
    }

    static ConsumerProcess start(RunningFleet fleet, String classPath, String main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(BROKER_HOST, fleet.mqtt().getHost());
        builder.environment().put(BROKER_PORT, Integer.toString(fleet.mqtt().getPort()));
        builder.environment().put(HUB_SECRET, fleet.hubSecret());
        builder.environment().put(DATABASE_URL, fleet.databaseUrl());
        builder.environment().put(DATABASE_PASSWORD, fleet.superuserPassword());
        ConsumerProcess consumer = new ConsumerProcess(builder.start());
        Thread reader = new Thread(consumer::read, "bench-consumer-output");
        reader.setDaemon(true);
        reader.start();
        if (!consumer.ready.await(START_SECONDS, TimeUnit.SECONDS) || !consumer.process.isAlive()) {
            consumer.close();
            throw new IOException(main + " did not become ready within " + START_SECONDS + " s, or ended");
        }
        return consumer;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(READY)) {
                    ready.countDown();
                } else if (line.startsWith(COUNT)) {
                    count = Long.parseLong(line.substring(COUNT.length()));
                }
            }
        } catch (IOException ended) {
            // Its end is seen by the count that stays where it is.
        } finally {
            ready.countDown();
        }
    }

    /** How many messages it has settled so far. */
    public long count() {
        return count;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
