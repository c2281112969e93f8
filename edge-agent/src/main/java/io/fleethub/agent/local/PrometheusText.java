package io.fleethub.agent.local;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes families of metrics in Prometheus' text format 0.0.4. For one thread. */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, Family> families = new LinkedHashMap<>();

    private record Family(String type, String help, StringBuilder samples) {}

    /** A value that goes up and down; nothing when it is not known. */
    PrometheusText gauge(String name, String help, @Nullable Number value, String... labels) {
        return add("gauge", name, help, value, labels);
    }

    /** A value that only rises until whatever counts it begins anew. */
    PrometheusText counter(String name, String help, @Nullable Number value, String... labels) {
        return add("counter", name, help, value, labels);
    }

    private PrometheusText add(String type, String name, String help, @Nullable Number value, String... labels) {
        if (value == null) {
            return this;
        }
        StringBuilder out = families.computeIfAbsent(name, key -> new Family(type, help, new StringBuilder()))
                .samples();
        out.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            out.append(escaped(labels[i + 1])).append('"');
        }
        out.append(labels.length > 0 ? "} " : " ").append(text(value)).append('\n');
        return this;
    }

    private static String text(Number value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value.toString();
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    /** All samples of a family stand together, whenever they came. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        families.forEach((name, family) -> all.append("# HELP ")
                .append(name)
                .append(' ')
                .append(family.help())
                .append("\n# TYPE ")
                .append(name)
                .append(' ')
                .append(family.type())
                .append('\n')
                .append(family.samples()));
        return all.toString();
    }
}
