package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A log file with its rotated predecessors.
 *
 * @param file from the node's configuration
 */
record FileLog(String name, Path file) implements LogSource {

    @Override
    public LogFiles open(LogQuery query, Duration limit) throws IOException {
        return LogFiles.open(file);
    }
}
