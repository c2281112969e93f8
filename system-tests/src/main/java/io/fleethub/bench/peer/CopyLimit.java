package io.fleethub.bench.peer;

import io.fleethub.bench.Figure;
import io.fleethub.bench.Timing;
import io.fleethub.bench.Trial;
import io.fleethub.bench.fleet.RunningFleet;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * How fast the database takes the same rows into the same table with the same index, when nobody asks whether they are
 * new: {@code COPY} in the binary format, 5,000 rows a commit, one connection. The rows are made ready before; only their
 * numbers and times change.
 */
public final class CopyLimit implements Trial {

    private static final int ROWS = 5_000;
    private static final int NODES = 50;
    private static final long INTERVAL_MICROS = 5_000_000;
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;
    private static final int FLOAT8_OID = 701;

    /** The columns that our hub fills, in the order of the table, with what a row has in each. */
    private enum Kind {
        TIME,
        SEQ,
        NUMBER,
        OTHER
    }

    private final RunningFleet fleet;

    public CopyLimit(RunningFleet fleet) {
        this.fleet = fleet;
    }

    /** One batch in COPY's format, and where in it the times and numbers are. */
    private record Rows(byte[] bytes, List<int[]> times, List<Integer> seqs) {}

    @Override
    public Figure run(Timing timing) throws Exception {
        try (Connection connection = fleet.superuser()) {
            List<String> columns = columns(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE telemetry_report");
                statement.execute("CHECKPOINT");
            }
            connection.setAutoCommit(false);
            String copy = "COPY telemetry_report (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)";
            Rows[] batches = new Rows[NODES];
            for (int i = 0; i < NODES; i++) {
                batches[i] = rows(columns, i);
            }
            long written = copyFor(connection, copy, batches, timing.warmUp().toNanos(), 0);
            long begin = System.nanoTime();
            long more = copyFor(connection, copy, batches, timing.window().toNanos(), written);
            double seconds = (System.nanoTime() - begin) / 1e9;
            return checked(connection, written + more, Figure.of(more / seconds));
        }
    }

    private static Figure checked(Connection connection, long written, Figure figure) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM telemetry_report")) {
            row.next();
            long found = row.getLong(1);
            connection.rollback();
            return found == written ? figure : figure.failed(written + " rows copied, " + found + " found");
        }
    }

    private static long copyFor(Connection connection, String copy, Rows[] batches, long nanos, long before)
            throws SQLException {
        long written = 0;
        long end = System.nanoTime() + nanos;
        long start = Instant.now().minusSeconds(28L * 86_400).getEpochSecond() - POSTGRES_EPOCH_SECONDS;
        while (System.nanoTime() < end) {
            long batch = (before + written) / ROWS;
            Rows rows = batches[(int) (batch % NODES)];
            long first = batch / NODES * ROWS;
            ByteBuffer patch = ByteBuffer.wrap(rows.bytes());
            for (int i = 0; i < ROWS; i++) {
                for (int at : rows.times().get(i)) {
                    patch.putLong(at, start * 1_000_000 + (first + i) * INTERVAL_MICROS);
                }
                patch.putLong(rows.seqs().get(i), first + i + 1);
            }
            CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            in.writeToCopy(rows.bytes(), 0, rows.bytes().length);
            in.endCopy();
            connection.commit();
            written += ROWS;
        }
        return written;
    }

    /** Whatever the table looks like today, but for what the database fills in by itself. */
    private static List<String> columns(Connection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT attname FROM pg_attribute WHERE attrelid = 'telemetry_report'::regclass AND attnum > 0
                            AND NOT attisdropped AND attidentity = '' AND attname <> 'others' ORDER BY attnum""")) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    private static Rows rows(List<String> columns, int node) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0});
        out.writeInt(0);
        out.writeInt(0);
        List<int[]> times = new ArrayList<>();
        List<Integer> seqs = new ArrayList<>();
        Random random = new Random(node);
        for (int i = 0; i < ROWS; i++) {
            List<Integer> timesOfRow = new ArrayList<>();
            out.writeShort(columns.size());
            for (String column : columns) {
                Kind kind = kind(column);
                if (kind == Kind.TIME) {
                    timesOfRow.add(out.size() + Integer.BYTES);
                } else if (kind == Kind.SEQ) {
                    seqs.add(out.size() + Integer.BYTES);
                }
                write(out, column, kind, node, random);
            }
            times.add(timesOfRow.stream().mapToInt(Integer::intValue).toArray());
        }
        out.writeShort(-1);
        return new Rows(bytes.toByteArray(), times, seqs);
    }

    private static Kind kind(String column) {
        return switch (column) {
            case "corrected_at", "received_at", "sampled_at" -> Kind.TIME;
            case "seq" -> Kind.SEQ;
            case "uptime_ms" -> Kind.NUMBER;
            default -> Kind.OTHER;
        };
    }

    private static void write(DataOutputStream out, String column, Kind kind, int node, Random random)
            throws IOException {
        if (kind != Kind.OTHER) {
            out.writeInt(Long.BYTES);
            out.writeLong(1_000_000_000L);
            return;
        }
        switch (column) {
            case "tenant_id" -> {
                out.writeInt(2 * Long.BYTES);
                out.writeLong(0x3f2c6c1e11114222L);
                out.writeLong(0x8333444455556666L);
            }
            case "metric_set_id", "stream_no" -> {
                out.writeInt(Integer.BYTES);
                out.writeInt(node + 1);
            }
            case "clock_synced", "time_uncertain" -> {
                out.writeInt(1);
                out.writeByte(column.equals("clock_synced") ? 1 : 0);
            }
            case "node_id" -> text(out, "bench-%05d".formatted(node));
            case "stream_id" -> text(out, "0b6d2f7a-aaaa-4bbb-8ccc-%012d".formatted(node));
            case "numbers" -> numbers(out, random);
            default -> throw new IOException("the limit does not know the column " + column);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static void numbers(DataOutputStream out, Random random) throws IOException {
        int count = 10;
        out.writeInt(5 * Integer.BYTES + count * (Integer.BYTES + Double.BYTES));
        out.writeInt(1);
        out.writeInt(0);
        out.writeInt(FLOAT8_OID);
        out.writeInt(count);
        out.writeInt(1);
        for (int i = 0; i < count; i++) {
            out.writeInt(Double.BYTES);
            out.writeDouble(Math.round(random.nextDouble() * 10_000) / 100.0);
        }
    }
}
