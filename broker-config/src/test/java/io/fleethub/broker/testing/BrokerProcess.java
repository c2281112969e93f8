package io.fleethub.broker.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged distribution in a process of its own, as an operator starts it. */
public final class BrokerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private final Thread reader;

    private BrokerProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "broker-output");
        reader.setDaemon(true);
        reader.start();
    }

    public static BrokerProcess start(Map<String, String> environment) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/broker/lib/*",
                "io.fleethub.broker.BrokerMain");
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FLEET_"));
        builder.environment().putAll(environment);
        return new BrokerProcess(builder.start());
    }

    public BrokerProcess awaitReady() throws InterruptedException {
        if (!readyOrEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                || readyLine().isEmpty()) {
            process.destroyForcibly();
            throw new AssertionError("the broker is not ready: " + lines);
        }
        return this;
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the broker does not end: " + lines);
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return process.exitValue();
    }

    public int port(String scheme) {
        Matcher matcher = Pattern.compile(" " + scheme + "=\\S*:(\\d+)").matcher(readyLine());
        if (!matcher.find()) {
            throw new AssertionError("no " + scheme + " in: " + readyLine());
        }
        return Integer.parseInt(matcher.group(1));
    }

    public List<String> lines() {
        return lines;
    }

    private String readyLine() {
        return lines.stream()
                .filter(line -> line.startsWith("BROKER READY"))
                .findFirst()
                .orElse("");
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** As {@code kill}. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("BROKER ")) {
                    readyOrEnded.countDown();
                }
            }
        } catch (IOException e) {
            lines.add("output ended: " + e);
        } finally {
            readyOrEnded.countDown();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            kill();
        }
    }
}
