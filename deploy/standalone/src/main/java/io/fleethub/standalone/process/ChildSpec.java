package io.fleethub.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run, and how it is asked to end.
 *
 * @param prefix a command that changes user or namespace and then becomes the command proper, often empty
 */
public record ChildSpec(
        String name,
        List<String> prefix,
        List<String> command,
        Map<String, String> environment,
        Path workingFolder,
        StopSignal stopSignal,
        Duration stopGrace) {
    private static final Duration USUAL_GRACE = Duration.ofSeconds(20);

    public ChildSpec {
        prefix = List.copyOf(prefix);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A child that ends at TERM. */
    public ChildSpec(String name, List<String> command, Map<String, String> environment, Path workingFolder) {
        this(name, List.of(), command, environment, workingFolder, StopSignal.TERM, USUAL_GRACE);
    }
}
