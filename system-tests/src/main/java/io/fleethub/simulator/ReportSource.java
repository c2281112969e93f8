package io.fleethub.simulator;

import io.fleethub.schemas.message.TelemetryReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The reports of one node, each a function of seed, node, number and sample time, so that none has to be kept in order to be
 * sent again unchanged. Confined to the node's loop.
 */
final class ReportSource {

    private static final List<String> HOST_METRICS = List.of(
            "cpu.percent",
            "mem.percent",
            "mem.used.bytes",
            "disk.free.bytes",
            "disk.percent",
            "temp.celsius",
            "load.1m",
            "net.rx.bytes",
            "net.tx.bytes");
    private static final String BAD_TEXT = "x".repeat(TelemetryReport.MAX_TEXT + 1);
    private static final double CENTS = 100;
    private static final int HASH_BYTES = 8;

    private final long seed;
    private final long bootedAt;
    private final double badShare;
    private final List<String> names;
    private final MessageDigest sha256 = sha256();

    /**
     * @param seed of this node alone
     * @param bootedAt in epoch milliseconds
     * @param badShare how many of the reports the hub has to refuse, from 0 to 1
     */
    ReportSource(long seed, long bootedAt, int metrics, double badShare) {
        this.seed = seed;
        this.bootedAt = bootedAt;
        this.badShare = badShare;
        this.names = Stream.concat(
                        HOST_METRICS.stream(),
                        IntStream.range(HOST_METRICS.size(), Math.max(metrics, HOST_METRICS.size()))
                                .mapToObj(i -> "sim.value." + i))
                .limit(metrics)
                .toList();
    }

    TelemetryReport report(long seq, long sampledAt) {
        Map<String, Object> metrics = metrics(seq);
        Instant sampled = Instant.ofEpochMilli(sampledAt);
        if (isBad(seq)) {
            metrics.put("sim.bad", BAD_TEXT);
            return new TelemetryReport(seq, sampled, sampledAt - bootedAt, true, metrics, null);
        }
        return TelemetryReport.of(seq, sampled, sampledAt - bootedAt, true, metrics);
    }

    /** Whether the hub has to refuse this report. */
    boolean isBad(long seq) {
        return badShare > 0 && unit(mix(seed ^ ~seq)) < badShare;
    }

    /** The first eight bytes of the SHA-256 of the report's canonical text, in hex. */
    String hash(long seq, long sampledAt) {
        StringBuilder text = new StringBuilder(40 + names.size() * 32);
        text.append(sampledAt * 1000).append('\n').append(sampledAt - bootedAt).append('\n');
        new TreeMap<>(metrics(seq))
                .forEach((name, value) -> text.append(name)
                        .append('=')
                        .append(Long.toHexString(Double.doubleToLongBits(((Number) value).doubleValue())))
                        .append('\n'));
        byte[] digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }

    private Map<String, Object> metrics(long seq) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            long random = mix(seed + seq * 31 + i * 1_000_003L);
            String name = names.get(i);
            metrics.put(
                    name,
                    name.endsWith(".bytes")
                            ? (Object) (random >>> 24)
                            : (Object) (Math.floor(unit(random) * CENTS * CENTS) / CENTS));
        }
        return metrics;
    }

    private static double unit(long random) {
        return (random >>> 11) * 0x1.0p-53;
    }

    /** SplitMix64's finalizer: one random number for each input. */
    static long mix(long input) {
        long z = input + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A seed for a part of something that has one. */
    static long seedOf(long seed, String part) {
        byte[] digest = sha256().digest((seed + "/" + part).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
