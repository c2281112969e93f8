package io.fleethub.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import io.fleethub.schemas.Examples.Example;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.Broadcast;
import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and records are the same contract said twice: every example is judged alike by both. */
class SchemaRecordTest {

    private static final Map<String, Class<? extends Message>> RECORDS = new TreeMap<>(Map.of(
            "status-report", StatusReport.class,
            "telemetry-batch", TelemetryBatch.class,
            "log-chunk", LogChunk.class,
            "command-request", CommandRequest.class,
            "command-cancel", CommandCancel.class,
            "command-update", CommandUpdate.class,
            "hub-sync", HubSync.class,
            "hub-status", HubStatus.class,
            "broadcast", Broadcast.class));

    private final MessageCodec codec = new MessageCodec();

    static Stream<Example> examples() {
        return RECORDS.keySet().stream().flatMap(kind -> Examples.of(kind).stream());
    }

    static Stream<Example> validExamples() {
        return examples().filter(Example::valid);
    }

    static Stream<String> kinds() {
        return RECORDS.keySet().stream();
    }

    @Test
    void everyKindOfMessageHasASchemaAndExamples() {
        assertThat(RECORDS.values()).containsExactlyInAnyOrder(permitted());
        assertThat(Examples.kinds("")).containsAll(RECORDS.keySet());
        assertThat(RECORDS.keySet())
                .allSatisfy(kind ->
                        assertThat(Examples.of(kind)).extracting(Example::valid).contains(true, false));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySchemaIsOne(String kind) {
        assertThat(Examples.faults(Examples.metaSchema(), Examples.schemaText(path(kind))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void schemaAndRecordHaveTheSameFields(String kind) {
        List<String> components = Arrays.stream(RECORDS.get(kind).getRecordComponents())
                .map(component -> component.getName())
                .toList();

        Iterator<String> properties =
                Examples.schemaText(path(kind)).get("properties").fieldNames();

        assertThat(properties).toIterable().containsExactlyInAnyOrderElementsOf(components);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theSchemaJudgesAsTheExamplesNameSays(Example example) {
        Schema schema = Examples.schema(path(example.kind()));

        List<String> faults = Examples.faults(schema, example.tree());

        assertThat(faults.isEmpty()).as("%s: %s", example, faults).isEqualTo(example.valid());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theRecordJudgesAsTheExamplesNameSays(Example example) {
        List<String> faults = recordFaults(example);

        assertThat(faults.isEmpty()).as("%s: %s", example, faults).isEqualTo(example.valid());
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat(fault).doesNotContain("com.fasterxml", "io.fleethub", "java.", "null:"));
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void aMessageSurvivesBeingWrittenAndReadAgain(Example example) throws UnreadableMessageException {
        Message message = codec.decode(RECORDS.get(example.kind()), example.payload());

        byte[] written = codec.encode(message);

        assertThat(codec.decode(RECORDS.get(example.kind()), written)).isEqualTo(message);
        assertThat(Examples.faults(Examples.schema(path(example.kind())), tree(written)))
                .isEmpty();
    }

    /** What the records say against it: of a batch, also what they say against its reports. */
    private List<String> recordFaults(Example example) {
        try {
            Message message = codec.decode(RECORDS.get(example.kind()), example.payload());
            if (message instanceof TelemetryBatch batch) {
                return batch.reports().stream()
                        .filter(TelemetryReport::refused)
                        .map(report -> String.valueOf(report.refusal()))
                        .toList();
            }
            return List.of();
        } catch (UnreadableMessageException refused) {
            return List.of(refused.getMessage());
        }
    }

    private static JsonNode tree(byte[] written) {
        return new Example("", "", written).tree();
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Message>[] permitted() {
        return (Class<? extends Message>[]) Message.class.getPermittedSubclasses();
    }

    private static String path(String kind) {
        return "/schemas/v1/" + kind + ".schema.json";
    }
}
