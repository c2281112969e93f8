package io.fleethub.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleethub.schemas.Examples.Example;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract has schemas for what it takes and gives, with examples; and the list of reasons. */
class OperationSchemasTest {

    static Stream<String> schemas() {
        return Arrays.stream(OperationName.values())
                .flatMap(operation -> Stream.of(operation.parametersSchema(), operation.resultSchema()));
    }

    static Stream<Example> examples() {
        return schemas().map(OperationSchemasTest::folder).flatMap(folder -> Examples.of(folder).stream());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everySchemaIsOneAndHasBothKindsOfExamples(String resource) {
        assertThat(Examples.faults(Examples.metaSchema(), Examples.schemaText(resource)))
                .isEmpty();
        assertThat(Examples.of(folder(resource))).extracting(Example::valid).contains(true, false);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theSchemaJudgesAsTheExamplesNameSays(Example example) {
        String resource = "/schemas/v1/" + example.kind() + ".schema.json";

        List<String> faults = Examples.faults(Examples.schema(resource), example.tree());

        assertThat(faults.isEmpty()).as("%s", faults).isEqualTo(example.valid());
    }

    @Test
    void theListOfReasonsIsTheEnum() {
        JsonNode codes = Examples.schemaText("/schemas/v1/reason-codes.json").get("codes");

        Map<String, String> listed = StreamSupport.stream(codes.spliterator(), false)
                .collect(Collectors.toMap(
                        entry -> entry.get("code").asText(),
                        entry -> entry.get("sentence").asText()));

        assertThat(listed)
                .isEqualTo(Arrays.stream(ReasonCode.values())
                        .collect(Collectors.toMap(ReasonCode::name, ReasonCode::sentence)));
    }

    @Test
    void theReferencePageListsEveryReasonWithItsSentence() throws IOException {
        Path page = Path.of(System.getProperty("fleet.root"), "docs/reference/reason-codes.md");

        List<String> rows = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ReasonCode.values())
                        .map(code -> "| `" + code + "` | " + code.sentence() + " |")
                        .toList());
    }

    @Test
    void theEmergencyLaneIsTheContracts() {
        assertThat(OperationName.values())
                .filteredOn(OperationName::emergency)
                .containsExactly(
                        OperationName.CLOSE_TUNNEL,
                        OperationName.ROTATE_SECRET,
                        OperationName.TRUST_KEYS,
                        OperationName.SAFE_MODE);
    }

    private static String folder(String resource) {
        return resource.substring("/schemas/v1/".length(), resource.length() - ".schema.json".length());
    }
}
