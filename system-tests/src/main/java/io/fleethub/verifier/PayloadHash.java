package io.fleethub.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a report to eight bytes: the first of the SHA-256 of its canonical text, which is the sample time in microseconds, the
 * uptime, and each metric by name, one a line. Not thread-safe.
 */
final class PayloadHash {

    private final MessageDigest sha256;

    PayloadHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @param metrics a {@link Double} is written by its bits in hex, a {@link Boolean} and a text as they are */
    long of(@Nullable Long sampledMicros, @Nullable Long uptimeMs, SortedMap<String, Object> metrics) {
        StringBuilder text = new StringBuilder();
        text.append(sampledMicros == null ? "" : sampledMicros).append('\n');
        text.append(uptimeMs == null ? "" : uptimeMs).append('\n');
        for (Map.Entry<String, Object> metric : metrics.entrySet()) {
            text.append(metric.getKey())
                    .append('=')
                    .append(value(metric.getValue()))
                    .append('\n');
        }
        byte[] digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    private static String value(Object value) {
        return value instanceof Double number ? Long.toHexString(Double.doubleToLongBits(number)) : value.toString();
    }
}
