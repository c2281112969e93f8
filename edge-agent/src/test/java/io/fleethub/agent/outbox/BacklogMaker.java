package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Leaves reports of ten metrics in a data directory, as a node has them that was long without its hub. */
public final class BacklogMaker {

    private static final int METRICS = 10;
    private static final int WAITING = 2_000;

    private BacklogMaker() {}

    public static void make(Path directory, int reports) {
        try (AgentDatabase database =
                AgentDatabase.open(directory, MachineIdentity.read(Path.of("/")), SqliteOutbox.MIGRATIONS)) {
            SqliteOutbox outbox =
                    new SqliteOutbox(database, new MessageCodec(), new BootId("an-earlier-boot"), OutboxConfig.DEFAULT);
            Instant start = Instant.now().minusSeconds(reports);
            for (int done = 0; done < reports; done += WAITING) {
                List<CompletableFuture<Long>> waiting = IntStream.range(done, Math.min(done + WAITING, reports))
                        .mapToObj(i -> outbox.append(report(start.plusSeconds(i), i)))
                        .toList();
                waiting.forEach(CompletableFuture::join);
            }
        }
    }

    private static TelemetryReport report(Instant sampledAt, int i) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (int metric = 0; metric < METRICS; metric++) {
            metrics.put("backlog.metric." + metric, i * 0.1 + metric);
        }
        return TelemetryReport.of(null, sampledAt, (long) i, true, metrics);
    }
}
