package io.fleethub.hub.telemetry.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * The newest value of each metric of one node: the greatest corrected time, then the greatest seq; what comes late never replaces what
 * is newer. Not thread-safe.
 */
final class LatestValues {

    static final int MAX_METRICS = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode metrics;
    private Instant correctedAt;
    private long seq;
    private Instant receivedAt;

    private LatestValues(ObjectNode metrics, Instant correctedAt, long seq, Instant receivedAt) {
        this.metrics = metrics;
        this.correctedAt = correctedAt;
        this.seq = seq;
        this.receivedAt = receivedAt;
    }

    static LatestValues none() {
        return new LatestValues(JSON.createObjectNode(), Instant.EPOCH, -1, Instant.EPOCH);
    }

    static LatestValues read(String metrics, Instant correctedAt, long seq, Instant receivedAt) {
        try {
            return new LatestValues((ObjectNode) JSON.readTree(metrics), correctedAt, seq, receivedAt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("telemetry_latest.metrics is not what was written", e);
        }
    }

    void take(KeptReport report) {
        Long numbered = report.entry().report().seq();
        long number = numbered == null ? 0 : numbered;
        long micros = BinaryCopy.micros(report.correctedAt());
        for (Map.Entry<String, Object> metric :
                report.entry().report().metrics().entrySet()) {
            put(metric.getKey(), JSON.valueToTree(metric.getValue()), micros, number);
        }
        if (newer(micros, number, BinaryCopy.micros(correctedAt), seq)) {
            correctedAt = report.correctedAt();
            seq = number;
            receivedAt = report.entry().receivedAt();
        }
    }

    private void put(String name, JsonNode value, long micros, long number) {
        JsonNode known = metrics.get(name);
        if (known == null
                || newer(micros, number, known.get(1).asLong(), known.get(2).asLong())) {
            ArrayNode entry = JsonNodeFactory.instance.arrayNode(3);
            entry.add(value).add(micros).add(number);
            metrics.set(name, entry);
            if (metrics.size() > MAX_METRICS) {
                dropOldest();
            }
        }
    }

    private void dropOldest() {
        String oldest = null;
        long at = Long.MAX_VALUE;
        for (Map.Entry<String, JsonNode> entry : metrics.properties()) {
            if (entry.getValue().get(1).asLong() < at) {
                at = entry.getValue().get(1).asLong();
                oldest = entry.getKey();
            }
        }
        metrics.remove(oldest);
    }

    /** On equal time and seq the later arrival wins, which matters only to reports without a seq. */
    private static boolean newer(long micros, long number, long knownMicros, long knownNumber) {
        return micros != knownMicros ? micros > knownMicros : number >= knownNumber;
    }

    String metrics() {
        return metrics.toString();
    }

    Instant correctedAt() {
        return correctedAt;
    }

    long seq() {
        return seq;
    }

    Instant receivedAt() {
        return receivedAt;
    }
}
