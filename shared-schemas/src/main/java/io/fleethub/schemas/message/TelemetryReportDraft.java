package io.fleethub.schemas.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report while it is read: its fields so far, and the first thing wrong with it. Confined to the reading thread. */
final class TelemetryReportDraft {

    private @Nullable Long seq;
    private @Nullable Instant sampledAt;
    private @Nullable Long uptimeMs;
    private @Nullable Boolean clockSynced;
    private @Nullable Map<String, Object> metrics;
    private @Nullable Reason refusal;

    boolean refused() {
        return refusal != null;
    }

    void refuse(String detail) {
        refuse(Reason.of(ReasonCode.BAD_VALUE, detail));
    }

    private void refuse(Reason reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    /** Takes one scalar field; an explicit null counts as absent, an unknown field is ignored. */
    void field(String field, JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (field) {
            case "seq" -> seq = atLeast("seq", 1, ScalarTokens.whole(parser, token));
            case "uptimeMs" -> uptimeMs = atLeast("uptimeMs", 0, ScalarTokens.whole(parser, token));
            case "clockSynced" -> clockSynced = truth(token);
            case "sampledAt" -> sampledAt = instant(parser, token);
            default -> {}
        }
    }

    void metric(Map<String, Object> into, String name, @Nullable Object value) {
        Reason judged = MetricRules.judge(name, value);
        if (judged != null || value == null) {
            refuse(judged == null ? Reason.of(ReasonCode.BAD_VALUE) : judged);
            return;
        }
        into.put(name, value);
        if (into.size() > TelemetryReport.MAX_METRICS) {
            refuse(MetricRules.tooMany());
        }
    }

    void metrics(Map<String, Object> value) {
        this.metrics = value;
    }

    TelemetryReport finish() {
        if (refusal == null && metrics == null) {
            refuse("metrics: is missing");
        }
        if (refusal != null || metrics == null) {
            return TelemetryReport.refused(seq, refusal == null ? Reason.of(ReasonCode.BAD_VALUE) : refusal);
        }
        return new TelemetryReport(seq, sampledAt, uptimeMs, clockSynced, metrics, null);
    }

    private @Nullable Long atLeast(String field, long min, @Nullable Long value) {
        if (value == null || value < min) {
            refuse(field + ": must be a whole number of at least " + min);
            return null;
        }
        return value;
    }

    private @Nullable Boolean truth(JsonToken token) {
        if (!token.isBoolean()) {
            refuse("clockSynced: must be true or false");
            return null;
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private @Nullable Instant instant(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            try {
                return WireTime.instant(parser.getText());
            } catch (DateTimeException notATime) {
                refuse("sampledAt: " + notATime.getMessage());
                return null;
            }
        }
        refuse("sampledAt: must be an RFC 3339 time as text");
        return null;
    }
}
