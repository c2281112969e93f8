package io.fleethub.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * Telemetry batches of one stream as JSON, put together from ready-made bytes of which only numbers and times change: the
 * generator shares the processors with what is measured. Not thread-safe.
 */
final class BatchWriter {

    /** The first number: all have ten digits then, and JSON allows no leading zeros. */
    static final long FIRST_SEQ = 1_000_000_001L;

    private static final int VARIANTS = 16;
    private static final String SEQ = "0000000000";
    private static final String TIME = "0000-00-00T00:00:00.000Z";
    private static final String REPORT = "{\"seq\":" + SEQ + ",\"sampledAt\":\"" + TIME + "\",\"uptimeMs\":" + SEQ
            + ",\"clockSynced\":true,\"metrics\":{\"cpu.percent\":%.1f,\"mem.percent\":%.1f,\"mem.used.bytes\":%d,"
            + "\"disk.free.bytes\":%d,\"disk.percent\":%.1f,\"temp.celsius\":%.1f,\"load.1m\":%.2f,"
            + "\"net.rx.bytes\":%d,\"net.tx.bytes\":%d,\"energy.cost.eur\":%.3f}}";
    private static final int SEQ_AT = REPORT.indexOf(SEQ);
    private static final int TIME_AT = REPORT.indexOf(TIME);
    private static final int UPTIME_AT = REPORT.indexOf(SEQ, TIME_AT);
    private static final int TEN_DIGITS = 10;

    private final byte[][] reports = new byte[VARIANTS][];
    private final byte[] head;
    private LocalDate day = LocalDate.EPOCH;
    private byte[] dayText = new byte[0];

    BatchWriter(String streamId, String bootId, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < VARIANTS; i++) {
            reports[i] = String.format(
                            java.util.Locale.ROOT,
                            REPORT,
                            random.nextDouble() * 100,
                            random.nextDouble() * 100,
                            random.nextInt(1 << 30),
                            random.nextLong(1L << 37),
                            random.nextDouble() * 100,
                            random.nextDouble() * 80,
                            random.nextDouble() * 4,
                            random.nextLong(1L << 34),
                            random.nextLong(1L << 33),
                            random.nextDouble() * 10)
                    .getBytes(US_ASCII);
        }
        head = "{\"v\":1,\"streamId\":\"%s\",\"bootId\":\"%s\",\"reports\":["
                .formatted(streamId, bootId)
                .getBytes(US_ASCII);
    }

    /** Reports that follow each other: number {@code first} at {@code at}, each next one later by the interval. */
    byte[] batch(long first, int count, Instant at, long intervalMillis) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + count * (reports[0].length + 8) + 2);
        out.writeBytes(head);
        long millis = at.toEpochMilli();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(',');
            }
            long seq = first + i;
            byte[] report = reports[(int) (seq % VARIANTS)];
            digits(report, SEQ_AT, seq, TEN_DIGITS);
            time(report, millis);
            digits(report, UPTIME_AT, FIRST_SEQ + i, TEN_DIGITS);
            out.writeBytes(report);
            millis += intervalMillis;
        }
        out.write(']');
        out.write('}');
        return out.toByteArray();
    }

    private void time(byte[] report, long epochMillis) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, 86_400_000L));
        if (!date.equals(day)) {
            day = date;
            dayText = date.atStartOfDay(ZoneOffset.UTC).toLocalDate().toString().getBytes(US_ASCII);
        }
        System.arraycopy(dayText, 0, report, TIME_AT, dayText.length);
        long ofDay = Math.floorMod(epochMillis, 86_400_000L);
        digits(report, TIME_AT + 11, ofDay / 3_600_000, 2);
        digits(report, TIME_AT + 14, ofDay / 60_000 % 60, 2);
        digits(report, TIME_AT + 17, ofDay / 1_000 % 60, 2);
        digits(report, TIME_AT + 20, ofDay % 1_000, 3);
    }

    private static void digits(byte[] text, int at, long value, int width) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
