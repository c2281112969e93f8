package io.fleethub.agent.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.commands.CommandContext;
import io.fleethub.agent.commands.OperationResult;
import io.fleethub.agent.commands.RefusedParametersException;
import io.fleethub.agent.operations.RecordingContext;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchLogsTest {

    @TempDir
    Path folder;

    private final List<LogChunk> sent = new ArrayList<>();
    private final Deque<PublishOutcome> outcomes = new ArrayDeque<>();
    private final RecordingContext context = new RecordingContext();
    private FetchLogs operation;

    @BeforeEach
    void oneDeclaredSource() {
        LogSpool spool =
                new LogSpool(folder.resolve("spool"), 20L * 1024 * 1024, Duration.ofHours(1), Clock.systemUTC());
        operation = new FetchLogs(
                List.of(new FileLog("app", folder.resolve("app.log"))),
                new LineTime(ZoneOffset.UTC),
                spool,
                this::send,
                new ChunkSending.Pace(4, Duration.ZERO, Duration.ofMillis(1)));
    }

    @Test
    void manyChunksMakeUpTheLinesAndTheirHash() throws Exception {
        String text = writeLines(2_000);

        OperationResult result = run(parameters("app").put("lines", 2_000));

        byte[] stream = reassembled();
        assertThat(sent).hasSizeGreaterThan(10).allMatch(chunk -> chunk.total() == sent.size());
        assertThat(LogSpoolTest.unzip(stream)).isEqualTo(text);
        assertThat(sent).allMatch(chunk -> chunk.sha256().equals(sha(stream)));
        assertThat(result)
                .isEqualTo(new OperationResult.Succeeded(JsonNodeFactory.instance
                        .objectNode()
                        .put("lines", 2_000)
                        .put("bytes", (long) text.length())
                        .put("sha256", sha(stream))
                        .put("truncated", false)));
    }

    @Test
    void withoutNumberTheLast500LinesCome() throws Exception {
        writeLines(700);

        run(parameters("app"));

        assertThat(LogSpoolTest.unzip(reassembled()).lines()).hasSize(500);
    }

    @Test
    void aChunkThatDidNotReachTheBrokerIsSentAgain() throws Exception {
        String text = writeLines(500);
        outcomes.add(new PublishOutcome.Unknown("cut"));
        outcomes.add(new PublishOutcome.NotSent("no connection"));
        outcomes.add(new PublishOutcome.NoSubscriber());

        OperationResult result = run(parameters("app"));

        assertThat(result).isInstanceOf(OperationResult.Succeeded.class);
        assertThat(sent).hasSize(sent.get(0).total() + 3);
        assertThat(LogSpoolTest.unzip(reassembled())).isEqualTo(text);
    }

    @Test
    void repeatedTheSameChunksComeAgainThoughTheLogHasGrown() throws Exception {
        writeLines(500);
        run(parameters("app"));
        List<LogChunk> first = List.copyOf(sent);
        sent.clear();
        writeLines(10);

        operation.repeat(operation.parse(parameters("app")), context);

        assertThat(sent).isEqualTo(first);
    }

    @Test
    void whatTheKilledAgentHadSpooledIsSentByTheNext() throws Exception {
        String text = writeLines(300);
        run(parameters("app"));
        sent.clear();
        writeLines(10);

        OperationResult result = operation.resume(operation.parse(parameters("app")), context);

        assertThat(result).isInstanceOf(OperationResult.Succeeded.class);
        assertThat(LogSpoolTest.unzip(reassembled())).isEqualTo(text);
    }

    @Test
    void killedBeforeAnythingWasSentItBeginsAnew() throws Exception {
        writeLines(3);

        OperationResult result = operation.resume(operation.parse(parameters("app")), context);

        assertThat(result).isInstanceOf(OperationResult.Succeeded.class);
    }

    @Test
    void chunksOfTwoStreamsAreNeverMixed() throws Exception {
        writeLines(3);
        context.checkpoint(new SpooledLog(9, 9, "0".repeat(64), false).toText());

        OperationResult result = operation.resume(operation.parse(parameters("app")), context);

        assertThat(result)
                .isEqualTo(new OperationResult.Failed(ReasonCode.INTERRUPTED, "the fetched lines are gone", true));
        assertThat(sent).isEmpty();
    }

    @Test
    void aDeclaredSourceWithoutAFileFailsWithItsName() throws Exception {
        OperationResult result = run(parameters("app"));

        assertThat(result)
                .isEqualTo(new OperationResult.Failed(
                        ReasonCode.INTERNAL, "source app: there is no such log on this node", false));
    }

    @Test
    void namesOffTheListAreRefused() {
        for (String name : List.of("App", "app ", " app", "../app.log", "/etc/passwd", "app;id", "\u0430pp", "")) {
            assertThatThrownBy(() -> operation.parse(parameters(name)))
                    .as(name)
                    .isInstanceOfSatisfying(
                            RefusedParametersException.class,
                            refused -> assertThat(refused.rejection().reason()).isEqualTo(ReasonCode.NOT_ALLOWED));
        }
    }

    @Test
    void parametersOfAWrongKindAreRefusedByName() {
        assertRefused(parameters("app").put("lines", 0), "lines: must be a whole number from 1 to 100000");
        assertRefused(parameters("app").put("lines", 1.5), "lines: must be a whole number from 1 to 100000");
        assertRefused(parameters("app").put("lines", "5"), "lines: must be a whole number from 1 to 100000");
        assertRefused(parameters("app").put("lines", 1L << 40), "lines: must be a whole number from 1 to 100000");
        assertRefused(parameters("app").put("since", "yesterday"), "since: must be a time as RFC 3339 writes it");
        assertRefused(parameters("app").put("filter", 1), "filter: must be a text of at most 256 characters");
        assertRefused(JsonNodeFactory.instance.objectNode(), "source: is missing");
    }

    @Test
    void declaresItsSourcesAsTheOnlyOnes() {
        ObjectNode schema = operation.parametersSchema();

        assertThat(schema.at("/properties/source/enum")).hasToString("[\"app\"]");
        assertThat(schema.at("/required")).hasToString("[\"source\"]");
        assertThat(schema.at("/properties/lines/maximum").intValue()).isEqualTo(100_000);
    }

    private void assertRefused(ObjectNode parameters, String message) {
        assertThatThrownBy(() -> operation.parse(parameters))
                .isInstanceOf(RefusedParametersException.class)
                .hasMessage(message);
    }

    private OperationResult run(ObjectNode parameters) throws Exception {
        CommandContext running = context;
        return operation.run(operation.parse(parameters), running);
    }

    private static ObjectNode parameters(String source) {
        return JsonNodeFactory.instance.objectNode().put("source", source);
    }

    private String writeLines(int count) throws Exception {
        Random random = new Random(count);
        String text = IntStream.range(0, count)
                .mapToObj(number -> {
                    byte[] noise = new byte[256];
                    random.nextBytes(noise);
                    return number + " " + HexFormat.of().formatHex(noise);
                })
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(folder.resolve("app.log"), text);
        return text;
    }

    private CompletableFuture<PublishOutcome> send(Message message) {
        sent.add((LogChunk) message);
        PublishOutcome outcome = outcomes.poll();
        return CompletableFuture.completedFuture(outcome == null ? new PublishOutcome.Accepted() : outcome);
    }

    private byte[] reassembled() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        sent.stream()
                .sorted(Comparator.comparingInt(LogChunk::index))
                .distinct()
                .forEach(chunk -> stream.writeBytes(chunk.slice()));
        return stream.toByteArray();
    }

    private static String sha(byte[] stream) {
        try {
            return LogSpoolTest.sha256(stream);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsAtOnceWhenTheNodesBudgetOfTheDayIsUsedUp() throws Exception {
        writeLines(500);
        outcomes.add(new PublishOutcome.Withheld("the node's byte budget of the day is used up"));

        OperationResult result = run(parameters("app"));

        assertThat(result)
                .isEqualTo(new OperationResult.Failed(
                        ReasonCode.QUOTA_EXCEEDED, "the node's byte budget of the day is used up", false));
    }
}
