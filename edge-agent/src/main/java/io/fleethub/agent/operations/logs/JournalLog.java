package io.fleethub.agent.operations.logs;

import io.fleethub.agent.operations.tool.ToolResult;
import io.fleethub.agent.operations.tool.ToolRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit's entries in the journal of systemd, fetched by {@code journalctl} with fixed arguments into a file of its own.
 *
 * <p>With a filter only the newest {@value #SEARCHED} entries are searched. Used by one thread, the command worker.
 */
final class JournalLog implements LogSource {

    private static final int SEARCHED = 100_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final String name;
    private final String unit;
    private final String journalctl;
    private final Path folder;
    private final ToolRunner tools;

    /**
     * @param unit from the node's configuration
     * @param folder where the fetched entries may lie while they are read
     */
    JournalLog(String name, String unit, String journalctl, Path folder, ToolRunner tools) {
        this.name = name;
        this.unit = unit;
        this.journalctl = journalctl;
        this.folder = folder;
        this.tools = tools;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LogFiles open(LogQuery query, Duration limit) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "journal-", ".log");
        try {
            int lines = query.filter() == null ? query.lines() : SEARCHED;
            // What comes first is the oldest, so an output above the cap is asked for again with fewer lines.
            while (fetch(query, lines, file, limit).capped() && lines > 1) {
                lines /= 2;
            }
            return LogFiles.open(file);
        } finally {
            // An open file lives on without its name, until it is closed.
            Files.deleteIfExists(file);
        }
    }

    private ToolResult fetch(LogQuery query, int lines, Path file, Duration limit)
            throws IOException, InterruptedException {
        ToolResult result;
        try (OutputStream output = Files.newOutputStream(file)) {
            result = tools.run(command(query, lines), limit, output, MOST_BYTES);
        }
        if (!result.capped() && !result.succeeded()) {
            throw new IOException("journalctl: " + (result.timedOut() ? "no answer in time" : lastLine(file)));
        }
        return result;
    }

    private List<String> command(LogQuery query, int lines) {
        List<String> command = new ArrayList<>(List.of(
                journalctl, "--no-pager", "--quiet", "--output=short-iso", "--unit=" + unit, "--lines=" + lines));
        addTime(command, "--since=@", query.since(), 0);
        // Whole seconds only, so one more; the query cuts exactly.
        addTime(command, "--until=@", query.until(), 1);
        return command;
    }

    private static void addTime(List<String> command, String option, @Nullable Instant time, long more) {
        if (time != null) {
            command.add(option + (time.getEpochSecond() + more));
        }
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "failed without a word" : lines.get(lines.size() - 1);
    }
}
