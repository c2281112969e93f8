package io.fleethub.hub.telemetry.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report's metrics as they are kept: numbers in the order of their names, everything else as JSON.
 *
 * @param others what is not a number that float8 holds exactly and can sum up; null when there is nothing
 */
record Values(
        List<String> names, List<Double> numbers, @Nullable String others) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long EXACT = 1L << 53;
    /** A million of these still have a sum and an average. */
    private static final double SUMMABLE = 1e300;

    static Values of(Map<String, Object> metrics) {
        Map<String, Double> numbers = new TreeMap<>();
        ObjectNode others = JSON.createObjectNode();
        metrics.forEach((name, value) -> {
            if (value instanceof Double number && Math.abs(number) <= SUMMABLE) {
                numbers.put(name, number);
            } else if (value instanceof Long whole && whole >= -EXACT && whole <= EXACT) {
                numbers.put(name, whole.doubleValue());
            } else {
                others.set(name, JSON.valueToTree(value));
            }
        });
        return new Values(
                List.copyOf(numbers.keySet()),
                new ArrayList<>(numbers.values()),
                others.isEmpty() ? null : others.toString());
    }
}
