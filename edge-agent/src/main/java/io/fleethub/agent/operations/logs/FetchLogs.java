package io.fleethub.agent.operations.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.commands.CommandContext;
import io.fleethub.agent.commands.Operation;
import io.fleethub.agent.commands.OperationResult;
import io.fleethub.agent.commands.Parameters;
import io.fleethub.agent.commands.RefusedParametersException;
import io.fleethub.agent.commands.journal.UpdateSender;
import io.fleethub.agent.operations.ParameterSchema;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * FETCH_LOGS: the last lines of a declared source, in chunks; it has succeeded when the last chunk is acknowledged.
 *
 * <p>The stream is complete on disk, and described in the journal, before the first chunk goes. Whoever goes on with
 * the command, or repeats it, sends that stream. Worker thread only.
 */
final class FetchLogs implements Operation<FetchRequest> {

    static final int USUAL_LINES = 500;
    /** The places of so many lines fit into a small heap. */
    static final int MOST_LINES = 100_000;

    private static final int LONGEST_FILTER = 256;
    private static final String SOURCE = "source";
    // The kernel's words; there is no type for it.
    private static final String NO_SPACE = "No space left";

    private final Map<String, LogSource> sources = new TreeMap<>();
    private final LineTime lineTime;
    private final LogSpool spool;
    private final UpdateSender sender;
    private final ChunkSending.Pace pace;

    FetchLogs(
            Collection<? extends LogSource> sources,
            LineTime lineTime,
            LogSpool spool,
            UpdateSender sender,
            ChunkSending.Pace pace) {
        sources.forEach(source -> this.sources.put(source.name(), source));
        this.lineTime = lineTime;
        this.spool = spool;
        this.sender = sender;
        this.pace = pace;
    }

    @Override
    public OperationName name() {
        return OperationName.FETCH_LOGS;
    }

    @Override
    public ObjectNode parametersSchema() {
        return ParameterSchema.create()
                .required(SOURCE, sources.keySet())
                .number("lines", USUAL_LINES, 1, MOST_LINES)
                .time("since")
                .time("until")
                .text("filter", LONGEST_FILTER)
                .build();
    }

    @Override
    public FetchRequest parse(ObjectNode parameters) throws RefusedParametersException {
        Parameters read = new Parameters(parameters);
        LogSource source = Objects.requireNonNull(sources.get(read.requiredAllowed(SOURCE, sources.keySet())));
        return new FetchRequest(
                source,
                new LogQuery(
                        read.number("lines", USUAL_LINES, 1, MOST_LINES),
                        read.time("since").orElse(null),
                        read.time("until").orElse(null),
                        read.text("filter", LONGEST_FILTER)
                                .filter(text -> !text.isEmpty())
                                .orElse(null)));
    }

    @Override
    public OperationResult run(FetchRequest request, CommandContext context) throws InterruptedException {
        try {
            SpooledLog log = spool(request, context);
            context.checkpoint(log.toText());
            send(request, context, log);
            return succeeded(log);
        } catch (NoSuchFileException e) {
            return failed("source " + request.source().name() + ": there is no such log on this node", false);
        } catch (IOException e) {
            return failed(e, "source " + request.source().name() + ": " + e.getMessage());
        }
    }

    @Override
    public OperationResult resume(FetchRequest request, CommandContext context) throws InterruptedException {
        Optional<SpooledLog> spooled = spooled(context);
        if (spooled.isEmpty()) {
            // Nothing was sent yet, or the stream is gone: chunks of two streams would not fit together.
            return context.lastCheckpoint().isEmpty()
                    ? run(request, context)
                    : new OperationResult.Failed(ReasonCode.INTERRUPTED, "the fetched lines are gone", true);
        }
        try {
            send(request, context, spooled.get());
            return succeeded(spooled.get());
        } catch (IOException e) {
            return failed(e, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void repeat(FetchRequest request, CommandContext context) throws InterruptedException {
        Optional<SpooledLog> spooled = spooled(context);
        if (spooled.isPresent()) {
            try {
                send(request, context, spooled.get());
            } catch (IOException e) {
                throw new IllegalStateException("the fetched lines cannot be read again", e);
            }
        }
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public boolean cancelable() {
        return true;
    }

    private SpooledLog spool(FetchRequest request, CommandContext context) throws IOException, InterruptedException {
        try (LogFiles files = request.source().open(request.query(), context.remaining())) {
            LineSpans lines = new LineSelector(request.query(), lineTime).select(files);
            return spool.write(key(context), files, lines);
        }
    }

    private Optional<SpooledLog> spooled(CommandContext context) {
        return context.lastCheckpoint()
                .filter(described -> spool.holds(key(context)))
                .map(SpooledLog::fromText);
    }

    private void send(FetchRequest request, CommandContext context, SpooledLog log)
            throws IOException, InterruptedException {
        new ChunkSending(spool, sender, pace)
                .send(new ChunkSending.Stream(
                        key(context),
                        context.commandId(),
                        context.attempt(),
                        request.source().name(),
                        log.sha256()));
    }

    private static String key(CommandContext context) {
        return context.commandId() + "." + context.attempt();
    }

    private static OperationResult succeeded(SpooledLog log) {
        return new OperationResult.Succeeded(JsonNodeFactory.instance
                .objectNode()
                .put("lines", log.lines())
                .put("bytes", log.bytes())
                .put("sha256", log.sha256())
                .put("truncated", log.truncated()));
    }

    private static OperationResult failed(IOException e, String detail) {
        if (e instanceof WithheldException) {
            return new OperationResult.Failed(ReasonCode.QUOTA_EXCEEDED, String.valueOf(e.getMessage()), false);
        }
        boolean full = String.valueOf(e.getMessage()).contains(NO_SPACE);
        return new OperationResult.Failed(full ? ReasonCode.DISK_FULL : ReasonCode.INTERNAL, detail, true);
    }

    private static OperationResult failed(String detail, boolean retryable) {
        return new OperationResult.Failed(ReasonCode.INTERNAL, detail, retryable);
    }
}
