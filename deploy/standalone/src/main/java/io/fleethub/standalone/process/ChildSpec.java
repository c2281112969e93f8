package io.fleethub.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What to run, and how it is asked to end. */
public record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path workingFolder,
        StopSignal stopSignal,
        Duration stopGrace) {
    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public ChildSpec(String name, List<String> command, Map<String, String> environment, Path workingFolder) {
        this(name, command, environment, workingFolder, StopSignal.TERM, Duration.ofSeconds(20));
    }
}
