package io.fleethub.schemas.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a report's metrics may be; judged in the hot path, so no exceptions and no regular expressions. Stateless. */
final class MetricRules {

    static final int MAX_NAME = 128;

    private MetricRules() {}

    /** Whole numbers as Long, all others as Double, so that a value compares the same wherever it came from. */
    static Object normal(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Float number ? (Object) number.doubleValue() : value;
    }

    static @Nullable Reason judge(Map<String, Object> metrics) {
        if (metrics.size() > TelemetryReport.MAX_METRICS) {
            return tooMany();
        }
        for (Map.Entry<String, Object> metric : metrics.entrySet()) {
            Reason refusal = judge(metric.getKey(), metric.getValue());
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    static Reason tooMany() {
        return Reason.of(
                ReasonCode.TOO_MANY_METRICS, "metrics: must have at most " + TelemetryReport.MAX_METRICS + " entries");
    }

    static @Nullable Reason judge(String name, @Nullable Object value) {
        if (!isName(name)) {
            return Reason.of(
                    ReasonCode.BAD_VALUE, "metrics: a name must be 1.." + MAX_NAME + " characters of A-Za-z0-9._:/@-");
        }
        if (value instanceof String text) {
            return judgeText(name, text);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Reason.of(ReasonCode.BAD_VALUE, "metrics." + name + ": is not a finite number");
        }
        if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return null;
        }
        return Reason.of(ReasonCode.BAD_VALUE, "metrics." + name + ": must be a number, true, false or a text");
    }

    private static @Nullable Reason judgeText(String name, String text) {
        if (text.length() > TelemetryReport.MAX_TEXT
                && text.codePointCount(0, text.length()) > TelemetryReport.MAX_TEXT) {
            return Reason.of(
                    ReasonCode.TEXT_TOO_LONG,
                    "metrics." + name + ": must be at most " + TelemetryReport.MAX_TEXT + " characters");
        }
        if (!isStorable(text)) {
            return Reason.of(
                    ReasonCode.BAD_VALUE,
                    "metrics." + name + ": holds U+0000 or half of a character, which no database keeps");
        }
        return null;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "._:/@-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
