package io.fleethub.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds what the latest value of each metric has to be, from all rows, and compares: the greatest corrected time that was not
 * over a minute ahead when it came, then the greatest number. Not thread-safe.
 */
final class LatestCheck {

    private static final long AHEAD_MICROS = 60_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Newest(long micros, long seq, Object value) {}

    private final Map<String, Map<String, Newest>> expected = new HashMap<>();

    void take(StoredReports.Row row) {
        if (row.correctedMicros() > row.receivedMicros() + AHEAD_MICROS) {
            return;
        }
        Long numbered = row.seq();
        long seq = numbered == null ? 0 : numbered;
        Map<String, Newest> ofNode = expected.computeIfAbsent(row.node(), key -> new HashMap<>());
        row.metrics().forEach((name, value) -> {
            Newest known = ofNode.get(name);
            if (known == null
                    || row.correctedMicros() > known.micros()
                    || (row.correctedMicros() == known.micros() && seq >= known.seq())) {
                ofNode.put(name, new Newest(row.correctedMicros(), seq, value));
            }
        });
    }

    void compare(Map<String, String> latest, Finding.Tally tally) {
        expected.forEach((node, metrics) -> {
            JsonNode kept = read(latest.getOrDefault(node, "{}"));
            metrics.forEach((name, newest) -> {
                tally.checked(1);
                JsonNode value = kept.path(name);
                boolean same = value.path(1).asLong() == newest.micros()
                        && value.path(2).asLong() == newest.seq()
                        && sameValue(value.path(0), newest.value());
                if (!same) {
                    tally.broken(node + " " + name + ": latest is " + value + ", the newest row is " + newest);
                }
            });
        });
    }

    private static boolean sameValue(JsonNode kept, Object expected) {
        return expected instanceof Double number
                ? kept.isNumber() && Double.compare(kept.asDouble(), number) == 0
                : kept.asText().equals(expected.toString());
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("telemetry_latest.metrics is no JSON: " + json, e);
        }
    }
}
