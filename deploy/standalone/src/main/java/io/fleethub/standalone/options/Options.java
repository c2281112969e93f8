package io.fleethub.standalone.options;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The checked command line. */
public record Options(
        Verb verb,
        int demoNodes,
        Path data,
        Ports ports,
        Listeners listeners,
        Timing timing,
        Optional<String> database,
        String adminEmail,
        Map<String, String> hubSettings,
        Map<String, String> brokerSettings) {
    public Options {
        hubSettings = Map.copyOf(hubSettings);
        brokerSettings = Map.copyOf(brokerSettings);
    }

    /** The help text for the options of {@code up} and {@code demo}. */
    public static String help() {
        return "options of up and demo (TIME is 5s, 2m, 1h or ISO-8601):\n" + Option.help();
    }
}
