package io.fleethub.hub.telemetry.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report's metrics as they are kept: numbers in the order of their names, everything else as JSON.
 *
 * @param others what is not a number that float8 holds exactly and can sum up; null when there is nothing
 * @param othersHash SHA-256 in hex of their names, in order, by line feeds; empty when there is nothing
 */
record Values(
        List<String> names, List<Double> numbers, @Nullable String others, String othersHash) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long EXACT = 1L << 53;
    /** A million of these still have a sum and an average. */
    private static final double SUMMABLE = 1e300;

    static Values of(Map<String, Object> metrics) {
        Map<String, Double> numbers = new TreeMap<>();
        Map<String, Object> others = new TreeMap<>();
        metrics.forEach((name, value) -> {
            if (value instanceof Double number && Math.abs(number) <= SUMMABLE) {
                numbers.put(name, number);
            } else if (value instanceof Long whole && whole >= -EXACT && whole <= EXACT) {
                numbers.put(name, whole.doubleValue());
            } else {
                others.put(name, value);
            }
        });
        List<String> names = List.copyOf(numbers.keySet());
        List<Double> values = new ArrayList<>(numbers.values());
        if (others.isEmpty()) {
            return new Values(names, values, null, "");
        }
        return new Values(names, values, JSON.valueToTree(others).toString(), hash(others.keySet()));
    }

    private static String hash(Collection<String> names) {
        try {
            byte[] joined = String.join("\n", names).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(joined));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
