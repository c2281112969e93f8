package io.fleethub.agent.telemetry.apps;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code {"name": value}} and judges each name and value. Stateless. */
final class AppMetricsReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** First parts of names that the platform gives out itself, now or later. */
    private static final Set<String> RESERVED =
            Set.of("agent", "cpu", "disk", "fleet", "load", "mem", "net", "node", "service", "temp");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)+");
    private static final int NAME_AT_MOST = 128;
    private static final int SHOWN = 60;

    private AppMetricsReader() {}

    static Map<String, Object> read(byte[] json) throws RefusedMetricsException {
        JsonNode root = parse(json);
        if (!root.isObject()) {
            throw new RefusedMetricsException("", "must be a JSON object of names and values");
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            checkName(entry.getKey());
            metrics.put(entry.getKey(), value(entry.getKey(), entry.getValue()));
        }
        return metrics;
    }

    private static JsonNode parse(byte[] json) throws RefusedMetricsException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().split(" \\(start marker", 2)[0];
            throw RefusedMetricsException.unreadable("is not valid JSON" + where + ": " + problem);
        } catch (IOException e) {
            throw RefusedMetricsException.unreadable("cannot be read: " + e);
        }
    }

    private static void checkName(String name) throws RefusedMetricsException {
        String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
        if (name.length() > NAME_AT_MOST || !NAME.matcher(name).matches()) {
            throw new RefusedMetricsException(
                    shown,
                    "is not a name of an application's metric: lower-case letters, digits, _ and - in parts joined by"
                            + " dots, the first part the application's own, as in energy.cost.eur, at most "
                            + NAME_AT_MOST + " characters");
        }
        String prefix = name.substring(0, name.indexOf('.'));
        if (RESERVED.contains(prefix)) {
            throw new RefusedMetricsException(
                    shown, "begins with \"" + prefix + ".\", which the platform keeps for what it measures itself");
        }
    }

    private static Object value(String name, JsonNode node) throws RefusedMetricsException {
        Object value;
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            value = node.longValue();
        } else if (node.isNumber()) {
            value = node.doubleValue();
        } else if (node.isBoolean()) {
            value = node.booleanValue();
        } else if (node.isTextual()) {
            value = node.textValue();
        } else {
            throw new RefusedMetricsException(name, "must be a number, true, false or a text");
        }
        try {
            TelemetryReport.of(null, null, null, null, Map.of(name, value));
            return value;
        } catch (IllegalArgumentException e) {
            String detail = String.valueOf(e.getMessage());
            throw new RefusedMetricsException(name, detail.substring(detail.indexOf(": ") + 2));
        }
    }
}
