package io.fleethub.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds the competitors that bring libraries of their own, which no build of the product does. For one thread. */
public final class PeerProject {

    private PeerProject() {}

    /** Their class path; Maven takes what it needs from Maven Central at the first time. */
    public static String build() throws IOException, InterruptedException {
        Path folder =
                Path.of(System.getProperty("fleet.home", "")).toAbsolutePath().resolve("system-tests/peers");
        Path log = Files.createTempFile("fleet-bench-peers", ".log");
        Process maven = new ProcessBuilder(List.of("mvn", "-q", "-B", "-ntp", "package"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = maven.waitFor();
        String output = Files.readString(log);
        Files.delete(log);
        if (status != 0) {
            throw new IOException("the peers in " + folder + " cannot be built:\n" + output);
        }
        return folder.resolve("target/lib") + "/*";
    }
}
