package io.fleethub.hub.telemetry.query;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV after RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe in front; what the hub writes itself,
 * numbers and times, stays as it is. Not thread-safe.
 */
final class Csv {

    private static final String FORMULAS = "=+-@\t\r\n";

    private final OutputStream out;

    Csv(OutputStream out) {
        this.out = out;
    }

    /** @param cells text is foreign and made harmless; null is empty */
    void line(@Nullable Object... cells) throws IOException {
        String line = Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!(value instanceof String) || text.isEmpty()) {
            return text;
        }
        String harmless = FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
