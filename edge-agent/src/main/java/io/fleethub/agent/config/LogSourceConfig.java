package io.fleethub.agent.config;

import java.nio.file.Path;

/** A log that FETCH_LOGS may read; whatever is not declared cannot be read. */
public sealed interface LogSourceConfig {

    String name();

    record LogFile(String name, Path file) implements LogSourceConfig {
        public LogFile {
            checkName(name);
        }
    }

    record Journal(String name, String unit) implements LogSourceConfig {
        public Journal {
            checkName(name);
            ConfigException.refuseUnless(!unit.isBlank() && !unit.startsWith("-"), "journalUnit", "must name a unit");
        }
    }

    private static void checkName(String name) {
        ConfigException.refuseUnless(
                ServiceConfig.NAME.matcher(name).matches(), "name", "must match " + ServiceConfig.NAME.pattern());
    }
}
