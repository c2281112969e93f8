package io.fleethub.schemas.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryReportTest {

    private static final String GOOD = "{\"seq\":7,\"metrics\":{\"ok\":1}}";

    private final MessageCodec codec = new MessageCodec();

    @Test
    void readsEveryKindOfValue() throws UnreadableMessageException {
        TelemetryReport report = only("{\"seq\":1,\"sampledAt\":\"2026-11-21T00:00:00.5Z\",\"uptimeMs\":5,"
                + "\"clockSynced\":false,\"metrics\":{\"a\":1,\"b\":-2.5,\"c\":true,\"d\":\"µ\",\"e\":9223372036854775807,"
                + "\"f\":92233720368547758070}}");

        assertThat(report.metrics())
                .containsExactly(
                        Map.entry("a", 1L),
                        Map.entry("b", -2.5),
                        Map.entry("c", true),
                        Map.entry("d", "µ"),
                        Map.entry("e", Long.MAX_VALUE),
                        Map.entry("f", 9.223372036854776E19));
        assertThat(report.sampledAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00.500Z"));
        assertThat(report.clockSynced()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42                                             | -| BAD_VALUE | reports[]: must be an object",
                "null                                           | -| BAD_VALUE | reports[]: must be an object",
                "[[1]]                                          | -| BAD_VALUE | reports[]: must be an object",
                "{'seq':3}                                      | 3| BAD_VALUE | metrics: is missing",
                "{'seq':3,'metrics':null}                       | 3| BAD_VALUE | metrics: must be an object",
                "{'seq':3,'metrics':[1,{'a':2}]}                | 3| BAD_VALUE | metrics: must be an object",
                "{'seq':3,'metrics':{'a':null}}                 | 3| BAD_VALUE | metrics.a: must be a number, true, false or a text",
                "{'seq':3,'metrics':{'a':{'b':[1]},'c':2}}      | 3| BAD_VALUE | metrics.a: must be a number, true, false or a text",
                "{'metrics':{'a':[[[[1]]]]},'seq':3}            | 3| BAD_VALUE | metrics.a: must be a number, true, false or a text",
                "{'seq':3,'metrics':{'a':1e999}}                | 3| BAD_VALUE | metrics.a: is not a finite number",
                "{'seq':3,'metrics':{'':1}}                     | 3| BAD_VALUE | metrics: a name must be 1..128 characters of A-Za-z0-9._:/@-",
                "{'seq':3,'metrics':{'a b':1}}                  | 3| BAD_VALUE | metrics: a name must be 1..128 characters of A-Za-z0-9._:/@-",
                "{'seq':3,'metrics':{'a':'\\u0000'}}            | 3| BAD_VALUE | metrics.a: holds U+0000 or half of a character, which no database keeps",
                "{'seq':3,'metrics':{'a':'\\ud800'}}            | 3| BAD_VALUE | metrics.a: holds U+0000 or half of a character, which no database keeps",
                "{'seq':3,'sampledAt':17,'metrics':{}}          | 3| BAD_VALUE | sampledAt: must be an RFC 3339 time as text",
                "{'seq':3,'sampledAt':'now','metrics':{}}       | 3| BAD_VALUE | sampledAt: must be an RFC 3339 time such as 2026-11-21T00:00:00Z",
                "{'seq':3,'uptimeMs':-1,'metrics':{}}           | 3| BAD_VALUE | uptimeMs: must be a whole number of at least 0",
                "{'seq':3,'clockSynced':1,'metrics':{}}         | 3| BAD_VALUE | clockSynced: must be true or false",
                "{'seq':'3','metrics':{}}                       | -| BAD_VALUE | seq: must be a whole number of at least 1",
                "{'seq':0,'metrics':{}}                         | -| BAD_VALUE | seq: must be a whole number of at least 1",
                "{'seq':3.5,'metrics':{}}                       | -| BAD_VALUE | seq: must be a whole number of at least 1",
                "{'metrics':{}}                                 | -| BAD_VALUE | seq: is missing, the batch has a streamId",
            })
    void aBadReportSaysWhyAndCostsNoOther(String json, String seq, ReasonCode code, String detail)
            throws UnreadableMessageException {
        TelemetryBatch batch = batch(GOOD, json.replace('\'', '"'), GOOD);

        assertThat(batch.reports()).extracting(TelemetryReport::refused).containsExactly(false, true, false);
        TelemetryReport bad = batch.reports().get(1);
        assertThat(bad.refusal()).isEqualTo(Reason.of(code, detail));
        assertThat(bad.seq()).isEqualTo(seq.equals("-") ? null : Long.valueOf(seq));
    }

    @Test
    void refusesMoreThan200Metrics() throws UnreadableMessageException {
        assertThat(only(withMetrics(200)).refused()).isFalse();
        assertThat(only(withMetrics(201)).refusal())
                .isEqualTo(Reason.of(ReasonCode.TOO_MANY_METRICS, "metrics: must have at most 200 entries"));
    }

    @Test
    void refusesTextOver256Characters() throws UnreadableMessageException {
        String face = "\ud83d\ude00";

        assertThat(only(withText(face.repeat(256))).refused()).isFalse();
        assertThat(only(withText(face.repeat(257))).refusal())
                .isEqualTo(Reason.of(ReasonCode.TEXT_TOO_LONG, "metrics.t: must be at most 256 characters"));
    }

    @Test
    void aNumberOfTwoHundredThousandDigitsCostsOnlyItsReport() throws UnreadableMessageException {
        TelemetryBatch batch = batch(GOOD, "{\"seq\":2,\"metrics\":{\"a\":" + "9".repeat(200_000) + "}}");

        assertThat(batch.reports().get(0).refused()).isFalse();
        assertThat(batch.reports().get(1).refusal())
                .isEqualTo(Reason.of(ReasonCode.BAD_VALUE, "metrics.a: is not a finite number"));
    }

    @Test
    void aSeqWithoutAStreamIsRefused() throws UnreadableMessageException {
        TelemetryBatch batch = decode("{\"v\":1,\"reports\":[" + GOOD + ",{\"metrics\":{\"a\":1}}]}");

        assertThat(batch.reports()).extracting(TelemetryReport::refused).containsExactly(true, false);
    }

    @Test
    void aReportIsTheSameAfterTheOutboxKeptIt() throws UnreadableMessageException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("z", 1);
        metrics.put("a", 0.25f);
        metrics.put("t", "µ");
        TelemetryReport report = TelemetryReport.of(5L, Instant.parse("2026-11-21T00:00:00Z"), 10L, true, metrics);

        TelemetryReport kept = codec.decodeReport(codec.encodeReport(report));

        assertThat(kept).isEqualTo(report);
        assertThat(kept.metrics().keySet()).containsExactly("z", "a", "t");
    }

    @Test
    void aSenderLearnsAtOnceWhatTheHubWouldRefuse() {
        assertThatThrownBy(() -> TelemetryReport.of(1L, null, null, null, Map.of("a", Double.NaN)))
                .hasMessage("metrics.a: is not a finite number");
        assertThatThrownBy(() -> TelemetryReport.of(1L, null, null, null, Map.of("a", List.of())))
                .hasMessage("metrics.a: must be a number, true, false or a text");
        assertThatThrownBy(() -> TelemetryReport.of(0L, null, null, null, Map.of()))
                .hasMessage("seq: must be at least 1");
    }

    private static String withMetrics(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"m" + i + "\":" + i)
                .collect(Collectors.joining(",", "{\"seq\":1,\"metrics\":{", "}}"));
    }

    private static String withText(String text) {
        return "{\"seq\":1,\"metrics\":{\"t\":\"" + text + "\"}}";
    }

    private TelemetryReport only(String report) throws UnreadableMessageException {
        return batch(report).reports().get(0);
    }

    private TelemetryBatch batch(String... reports) throws UnreadableMessageException {
        return decode("{\"v\":1,\"streamId\":\"s\",\"reports\":[" + String.join(",", reports) + "]}");
    }

    private TelemetryBatch decode(String json) throws UnreadableMessageException {
        return codec.decode(TelemetryBatch.class, json.getBytes(StandardCharsets.UTF_8));
    }
}
