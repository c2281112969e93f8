package io.fleethub.hub.telemetry.ingest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in the binary format of PostgreSQL's COPY (see "COPY", file formats), which neither side has to parse as text. Not
 * thread-safe; one for each COPY.
 */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;
    private static final int FLOAT8_OID = 701;
    private static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Step {
        void run() throws IOException;
    }

    BinaryCopy() {
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    BinaryCopy row(int columns) {
        return write(() -> out.writeShort(columns));
    }

    BinaryCopy text(@Nullable String value) {
        return value == null ? absent() : field(value.getBytes(StandardCharsets.UTF_8));
    }

    BinaryCopy json(@Nullable String value) {
        if (value == null) {
            return absent();
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return write(() -> {
            out.writeInt(utf8.length + 1);
            out.writeByte(1);
            out.write(utf8);
        });
    }

    BinaryCopy whole(@Nullable Long value) {
        return value == null
                ? absent()
                : write(() -> {
                    out.writeInt(Long.BYTES);
                    out.writeLong(value);
                });
    }

    BinaryCopy integer(int value) {
        return write(() -> {
            out.writeInt(Integer.BYTES);
            out.writeInt(value);
        });
    }

    BinaryCopy truth(@Nullable Boolean value) {
        return value == null ? absent() : field(new byte[] {(byte) (value ? 1 : 0)});
    }

    BinaryCopy time(@Nullable Instant value) {
        return value == null ? absent() : whole(micros(value) - POSTGRES_EPOCH_SECONDS * 1_000_000);
    }

    BinaryCopy uuid(UUID value) {
        return write(() -> {
            out.writeInt(2 * Long.BYTES);
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    BinaryCopy numbers(Collection<Double> values) {
        return write(() -> {
            int header = 3 * Integer.BYTES;
            if (values.isEmpty()) {
                out.writeInt(header);
                writeArrayHeader(0);
                return;
            }
            out.writeInt(header + 2 * Integer.BYTES + values.size() * (Integer.BYTES + Double.BYTES));
            writeArrayHeader(1);
            out.writeInt(values.size());
            out.writeInt(1);
            for (double value : values) {
                out.writeInt(Double.BYTES);
                out.writeDouble(value);
            }
        });
    }

    private void writeArrayHeader(int dimensions) throws IOException {
        out.writeInt(dimensions);
        out.writeInt(0);
        out.writeInt(FLOAT8_OID);
    }

    /** What to send; nothing may be written afterwards. */
    byte[] end() {
        write(() -> out.writeShort(-1));
        return bytes.toByteArray();
    }

    private BinaryCopy absent() {
        return write(() -> out.writeInt(ABSENT));
    }

    private BinaryCopy field(byte[] value) {
        return write(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    private BinaryCopy write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000L);
    }
}
