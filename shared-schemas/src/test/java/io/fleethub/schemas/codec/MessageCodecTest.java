package io.fleethub.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.schemas.topic.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {

    private static final String ID = "01900000-0000-7000-8000-000000000001";

    private final MessageCodec codec = new MessageCodec();

    @Test
    void readsAStatusOfAStranger() throws UnreadableMessageException {
        StatusReport report = status("{\"v\":1,\"event\":\"BIRTH\",\"somethingNew\":{\"a\":[1]}}");

        assertThat(report).isEqualTo(StatusReport.builder(report.event()).build());
    }

    @Test
    void aNullIsReadAsAbsent() throws UnreadableMessageException {
        StatusReport report = status("{\"v\":1,\"event\":\"HEARTBEAT\",\"session\":null,\"addresses\":null}");

        assertThat(report.addresses()).isNull();
    }

    @Test
    void tellsARequestFromACancel() throws UnreadableMessageException {
        Message request = decode(Channel.COMMANDS, command("\"runFor\":\"PT30S\""));
        Message cancel = decode(
                Channel.COMMANDS, "{\"v\":1,\"cancel\":\"" + ID + "\",\"issuedAt\":\"2026-11-21T01:00:00+01:00\"}");

        assertThat(((CommandRequest) request).parameters()).isEmpty();
        assertThat(((CommandCancel) cancel).issuedAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'v':1}                                                  | event: is missing",
                "{'event':'BIRTH'}                                        | v: is missing",
                "{'v':'1','event':'BIRTH'}                                | v: must be a whole number in range",
                "{'v':1,'event':'BORN'}                                   | event: must be one of BIRTH HEARTBEAT DEATH",
                "{'v':1,'event':0}                                        | event: must be one of BIRTH HEARTBEAT DEATH",
                "{'v':1,'event':'BIRTH','session':1}                      | storageId: is missing (storageId, session and n go together)",
                "{'v':1,'event':'BIRTH','storageId':'s','session':1}      | n: is missing (storageId, session and n go together)",
                "{'v':1,'event':'BIRTH','uptimeMs':1.5}                   | uptimeMs: must be a whole number in range",
                "{'v':1,'event':'BIRTH','uptimeMs':99999999999999999999}  | uptimeMs: must be a whole number in range",
                "{'v':1,'event':'BIRTH','clockSynced':'true'}             | clockSynced: must be true or false",
                "{'v':1,'event':'BIRTH','sentAt':1795219200}              | sentAt: must be text",
                "{'v':1,'event':'BIRTH','heartbeatInterval':'60'}         | heartbeatInterval: must be an ISO-8601 duration such as PT60S",
                "{'v':1,'event':'BIRTH','addresses':'10.0.0.1'}           | addresses: must be an array",
                "{'v':1,'event':'BIRTH','os':[]}                          | os: must be an object",
                "{'v':1,'event':'BIRTH','capabilities':[{'operation':'PING','parameters':1}]} | capabilities[0].parameters: must be an object",
                "{'v':1,'event':'BIRTH','outbox':{'streamId':'s','firstSeq':9,'lastSeq':7}} | outbox.lastSeq: must be at least firstSeq - 1",
                "[]                                                       | message: must be an object",
            })
    void namesTheFieldThatItRefuses(String json, String detail) {
        UnreadableMessageException refused = refused(Channel.STATUS, json.replace('\'', '"'));

        assertThat(refused.code()).isEqualTo(ReasonCode.BAD_MESSAGE);
        assertThat(refused).hasMessage(detail);
    }

    @Test
    void anUnknownVersionIsNamedEvenWhenNothingElseCanBeRead() {
        UnreadableMessageException refused = refused(Channel.STATUS, "{\"event\":{\"born\":true},\"v\":2}");

        assertThat(refused.code()).isEqualTo(ReasonCode.UNKNOWN_VERSION);
        assertThat(refused).hasMessage("v: only 1 is known");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the payload is empty or null",
                "null | the payload is empty or null",
                "{\"v\":1 | not JSON at byte 6",
                "{\"v\":1,\"event\":\"BIRTH\"} {} | more than one JSON value",
            })
    void refusesWhatIsNotOneJsonValue(String payload, String detail) {
        UnreadableMessageException refused = refused(Channel.STATUS, payload);

        assertThat(refused.code()).isEqualTo(ReasonCode.UNREADABLE);
        assertThat(refused).hasMessage(detail);
    }

    @Test
    void refusesAnOversizedPayloadUnread() {
        UnreadableMessageException refused = refused(Channel.HUB_STATUS, " ".repeat(1025));

        assertThat(refused.code()).isEqualTo(ReasonCode.TOO_LARGE);
        assertThat(refused).hasMessage("1025 bytes, at most 1024 are taken");
    }

    @Test
    void refusesToWriteAnOversizedMessage() {
        TelemetryReport report = TelemetryReport.of(1L, null, null, null, longTexts());
        TelemetryBatch batch = TelemetryBatch.of("s", null, java.util.Collections.nCopies(500, report));

        IllegalArgumentException refused =
                catchThrowableOfType(IllegalArgumentException.class, () -> codec.encode(batch));

        assertThat(refused).hasMessageContaining("TELEMETRY: message of").hasMessageContaining("at most 262144");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"v\":1,\"event\":\"BIRTH\",\"x\":" + "[".repeat(200) + "]".repeat(200) + "}";

        UnreadableMessageException refused = refused(Channel.STATUS, deep);

        assertThat(refused.code()).isEqualTo(ReasonCode.UNREADABLE);
        assertThat(refused).hasMessageContaining("nesting depth");
    }

    @Test
    void aQuarterOfAMegabyteOfBracketsIsRefusedQuickly() {
        UnreadableMessageException refused = refused(Channel.TELEMETRY, "[".repeat(262_144));

        assertThat(refused.code()).isEqualTo(ReasonCode.UNREADABLE);
    }

    @Test
    void refusesANulByte() {
        UnreadableMessageException refused = refused(Channel.STATUS, "{\"v\":1,\u0000\"event\":\"BIRTH\"}");

        assertThat(refused).hasMessage("the payload holds a NUL byte");
    }

    @Test
    void refusesUtf16() {
        byte[] utf16 = "{\"v\":1,\"event\":\"BIRTH\"}".getBytes(StandardCharsets.UTF_16BE);

        assertThat(refusedBytes(Channel.STATUS, utf16)).hasMessage("the payload holds a NUL byte");
    }

    @ParameterizedTest
    @CsvSource({"C3", "C3 28", "ED A0 80", "C0 AF", "FF", "F4 90 80 80"})
    void refusesBadUtf8(String hex) {
        byte[] bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] head = "{\"v\":1,\"event\":\"BIRTH\",\"hostname\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] payload = java.util.Arrays.copyOf(head, head.length + bad.length + 2);
        System.arraycopy(bad, 0, payload, head.length, bad.length);
        payload[payload.length - 2] = '"';
        payload[payload.length - 1] = '}';

        assertThat(refusedBytes(Channel.STATUS, payload)).hasMessage("the payload is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "\\u0000, the payload holds an escaped U+0000",
        "\\ud800, the payload holds half of a character (a single surrogate)",
        "\\udc00, the payload holds half of a character (a single surrogate)",
        "\\ud800\\ud800, the payload holds half of a character (a single surrogate)",
    })
    void refusesWhatNoDatabaseKeeps(String escape, String detail) {
        UnreadableMessageException refused =
                refused(Channel.STATUS, "{\"v\":1,\"event\":\"BIRTH\",\"hostname\":\"" + escape + "\"}");

        assertThat(refused).hasMessage(detail);
    }

    @Test
    void takesAnEscapedBackslashBeforeAU() throws UnreadableMessageException {
        StatusReport report = status("{\"v\":1,\"event\":\"BIRTH\",\"hostname\":\"\\\\u0000 \\ud83d\\ude00 \u00b5\"}");

        assertThat(report.hostname()).isEqualTo("\\u0000 \ud83d\ude00 \u00b5");
    }

    private static Map<String, Object> longTexts() {
        return Map.of("a", "x".repeat(256), "b", "x".repeat(256), "c", "x".repeat(256));
    }

    private static String command(String rest) {
        return "{\"v\":1,\"commandId\":\"" + ID + "\",\"attempt\":1,\"operation\":\"PING\","
                + "\"issuedAt\":\"2026-11-21T00:00:00Z\",\"startBy\":\"2026-11-21T01:00:00Z\"," + rest + "}";
    }

    private StatusReport status(String json) throws UnreadableMessageException {
        return (StatusReport) decode(Channel.STATUS, json);
    }

    private Message decode(Channel channel, String json) throws UnreadableMessageException {
        return codec.decode(channel, json.getBytes(StandardCharsets.UTF_8));
    }

    private UnreadableMessageException refused(Channel channel, String json) {
        return refusedBytes(channel, json.getBytes(StandardCharsets.UTF_8));
    }

    private UnreadableMessageException refusedBytes(Channel channel, byte[] payload) {
        UnreadableMessageException refused =
                catchThrowableOfType(UnreadableMessageException.class, () -> codec.decode(channel, payload));
        assertThat(refused).isNotNull();
        return refused;
    }
}
