package io.fleethub.schemas.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one report in a single pass over the tokens, turning whatever is wrong with it into its refusal; only broken
 * JSON throws. Stateless.
 */
final class TelemetryReportReader extends StdDeserializer<TelemetryReport> {

    @Serial
    private static final long serialVersionUID = 1L;

    TelemetryReportReader() {
        super(TelemetryReport.class);
    }

    @Override
    public TelemetryReport getNullValue(DeserializationContext context) {
        return notAnObject();
    }

    @Override
    public TelemetryReport deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            parser.skipChildren();
            return notAnObject();
        }
        TelemetryReportDraft draft = new TelemetryReportDraft();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (field.equals("metrics")) {
                readMetrics(parser, token, draft);
            } else {
                draft.field(field, parser, token);
                parser.skipChildren();
            }
        }
        return draft.finish();
    }

    private static void readMetrics(JsonParser parser, JsonToken token, TelemetryReportDraft draft) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            draft.refuse("metrics: must be an object");
            return;
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken valueToken = parser.nextToken();
            if (!draft.refused()) {
                draft.metric(metrics, name, ScalarTokens.metric(parser, valueToken));
            }
            parser.skipChildren();
        }
        draft.metrics(metrics);
    }

    private static TelemetryReport notAnObject() {
        return TelemetryReport.refused(null, Reason.of(ReasonCode.BAD_VALUE, "reports[]: must be an object"));
    }
}
