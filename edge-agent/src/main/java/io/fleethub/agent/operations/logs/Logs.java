package io.fleethub.agent.operations.logs;

import io.fleethub.agent.commands.Operation;
import io.fleethub.agent.commands.journal.UpdateSender;
import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.config.LinkConfig;
import io.fleethub.agent.config.LogSourceConfig;
import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.tool.ToolRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the log operation from the node's configuration. */
public final class Logs {

    private static final long STREAM_CAP = 20L * 1024 * 1024;
    private static final Duration KEEP = Duration.ofHours(1);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration METERED_PAUSE = Duration.ofSeconds(2);
    private static final int WINDOW = 4;
    private static final String FOLDER = "log-fetch";

    private Logs() {}

    /**
     * The operation over all declared sources, those of the services that the agent runs itself included; none when
     * there is no source.
     */
    public static List<Operation<?>> operations(
            AgentConfig config, UpdateSender sender, String journalctl, ToolRunner tools, Clock clock) {
        Path folder = config.dataDirectory().resolve(FOLDER);
        List<LogSource> sources = sources(config, journalctl, folder, tools);
        if (sources.isEmpty()) {
            return List.of();
        }
        LogSpool spool = new LogSpool(folder, STREAM_CAP, KEEP, clock);
        return List.of(new FetchLogs(sources, new LineTime(clock.getZone()), spool, sender, pace(config.link())));
    }

    private static ChunkSending.Pace pace(LinkConfig link) {
        return link.metered()
                ? new ChunkSending.Pace(1, METERED_PAUSE, RETRY_PAUSE)
                : new ChunkSending.Pace(WINDOW, Duration.ZERO, RETRY_PAUSE);
    }

    private static List<LogSource> sources(AgentConfig config, String journalctl, Path folder, ToolRunner tools) {
        Map<String, LogSource> byName = new LinkedHashMap<>();
        for (ServiceConfig service : config.services()) {
            if (service instanceof ServiceConfig.Supervised supervised) {
                byName.put(service.name(), new FileLog(service.name(), supervised.logFile()));
            }
        }
        for (LogSourceConfig source : config.logSources()) {
            LogSource log = source instanceof LogSourceConfig.Journal journal
                    ? new JournalLog(journal.name(), journal.unit(), journalctl, folder, tools)
                    : new FileLog(source.name(), ((LogSourceConfig.LogFile) source).file());
            byName.put(source.name(), log);
        }
        return new ArrayList<>(byName.values());
    }
}
