package io.fleethub.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A service that commands may name; whatever is not listed cannot be touched. */
public sealed interface ServiceConfig {

    Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

    String name();

    /**
     * A unit of the machine's systemd.
     *
     * @param unit with its ending, as {@code energy.service}
     */
    record Systemd(String name, String unit) implements ServiceConfig {
        private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,250}");

        public Systemd {
            checkName(name);
            ConfigException.refuseUnless(
                    UNIT.matcher(unit).matches() && !unit.startsWith("-"),
                    "unit",
                    "must be the name of a systemd unit");
        }
    }

    /**
     * A child process that the agent itself supervises, where no systemd runs.
     *
     * @param command program and arguments, never a shell line
     * @param logFile where its output goes; capped, and a log source of the service's name
     */
    record Supervised(String name, List<String> command, Path workingDirectory, Path logFile) implements ServiceConfig {
        public Supervised {
            checkName(name);
            command = List.copyOf(command);
            ConfigException.refuseUnless(
                    !command.isEmpty() && !command.get(0).isBlank(), "command", "must name a program");
        }
    }

    private static void checkName(String name) {
        ConfigException.refuseUnless(NAME.matcher(name).matches(), "name", "must match " + NAME.pattern());
    }
}
