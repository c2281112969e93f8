package io.fleethub.standalone.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs the launcher, for its children, each with the memory that its work needs. */
final class Java {
    private static final Path BINARY = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> BROKER = List.of(
            "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=128m", "-XX:+ExitOnOutOfMemoryError");
    private static final List<String> HUB =
            List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    private static final List<String> AGENT = List.of(
            "-Xms8m",
            "-Xmx24m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData");

    private Java() {}

    static List<String> broker(String... arguments) {
        return command(BROKER, arguments);
    }

    static List<String> hub(String... arguments) {
        return command(HUB, arguments);
    }

    static List<String> agent(String... arguments) {
        return command(AGENT, arguments);
    }

    private static List<String> command(List<String> memory, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(BINARY.toString());
        command.addAll(memory);
        command.addAll(List.of(arguments));
        return command;
    }
}
