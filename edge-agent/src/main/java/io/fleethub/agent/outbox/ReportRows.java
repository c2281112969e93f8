package io.fleethub.agent.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code outbox_report}. Stateless; every one inside its caller's transaction. */
final class ReportRows {

    /** What a row costs beside the report itself: keys, page headers, the number on the wire. */
    static final int OVERHEAD = 64;

    /** No clock that was ever set says less. */
    private static final Instant CLOCK_SET = Instant.parse("2020-01-01T00:00:00Z");

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int LOOKED_AT = 20_000;

    private ReportRows() {}

    /** A report as it is kept, without its number inside; the time is the machine's word, in milliseconds since 1970. */
    record Row(long seq, String bootId, long sampledAt, byte[] report) {
        int bytes() {
            return report.length + OVERHEAD;
        }
    }

    /** Rows that were taken out. */
    record Removed(long reports, long bytes) {}

    static SeqRanges seqs(List<Row> rows) {
        return rows.stream().map(row -> SeqRanges.of(row.seq(), row.seq())).reduce(SeqRanges.NONE, SeqRanges::union);
    }

    static void insert(Connection connection, Row row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into outbox_report(seq, boot_id, sampled_at, report) values (?, ?, ?, ?)")) {
            insert.setLong(1, row.seq());
            insert.setString(2, row.bootId());
            insert.setLong(3, row.sampledAt());
            insert.setBytes(4, row.report());
            insert.executeUpdate();
        }
    }

    static long firstSeq(Connection connection, long lastSeq) throws SQLException {
        return firstHeld(connection, 1, lastSeq);
    }

    /** The smallest number held from {@code from} on; {@code lastSeq + 1} when there is none. */
    static long firstHeld(Connection connection, long from, long lastSeq) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select min(seq) from outbox_report where seq >= ?")) {
            select.setLong(1, from);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long seq = row.getLong(1);
                return row.wasNull() ? lastSeq + 1 : seq;
            }
        }
    }

    /** In order, of one boot, at least one when any is held, else as many as fit. */
    static List<Row> select(Connection connection, SeqRanges wanted, int maxReports, int maxBytes) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, boot_id, sampled_at, report from outbox_report where seq between ? and ?"
                        + " order by seq limit ?")) {
            for (SeqRanges.Range range : wanted.ranges()) {
                select.setLong(1, range.from());
                select.setLong(2, range.to());
                select.setInt(3, maxReports - rows.size());
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        Row row = new Row(found.getLong(1), found.getString(2), found.getLong(3), found.getBytes(4));
                        bytes += row.bytes();
                        boolean fits = rows.isEmpty()
                                || (bytes <= maxBytes
                                        && row.bootId().equals(rows.get(0).bootId()));
                        if (!fits) {
                            return rows;
                        }
                        rows.add(row);
                    }
                }
                if (rows.size() >= maxReports) {
                    return rows;
                }
            }
        }
        return rows;
    }

    /** Downwards from below that number, of whatever boots. */
    static List<Row> selectBefore(Connection connection, long seq, int maxReports) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, boot_id, sampled_at, report from outbox_report where seq < ? order by seq desc limit ?")) {
            select.setLong(1, seq);
            select.setInt(2, maxReports);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getString(2), found.getLong(3), found.getBytes(4)));
                }
            }
        }
        return rows;
    }

    static Removed remove(Connection connection, long from, long to) throws SQLException {
        Removed removed;
        try (PreparedStatement sum = connection.prepareStatement("select count(*), coalesce(sum(length(report)), 0)"
                + " from outbox_report where seq between ? and ?")) {
            sum.setLong(1, from);
            sum.setLong(2, to);
            try (ResultSet row = sum.executeQuery()) {
                row.next();
                removed = new Removed(row.getLong(1), row.getLong(2) + row.getLong(1) * OVERHEAD);
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement("delete from outbox_report where seq between ? and ?")) {
            delete.setLong(1, from);
            delete.setLong(2, to);
            delete.executeUpdate();
        }
        return removed;
    }

    /** The end of the shortest run of rows from {@code from} on that takes {@code bytes}, not beyond {@code to}. */
    static long endOfRun(Connection connection, long from, long to, long bytes) throws SQLException {
        long end = from - 1;
        long taken = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, length(report) from outbox_report where seq between ? and ? order by seq")) {
            select.setLong(1, from);
            select.setLong(2, to);
            try (ResultSet row = select.executeQuery()) {
                while (taken < bytes && row.next()) {
                    end = row.getLong(1);
                    taken += row.getLong(2) + OVERHEAD;
                }
            }
        }
        return end;
    }

    /**
     * The last of the oldest rows up to {@code to} that were sampled before {@code since}; 0 when none was. Rows of a clock
     * that was not set have no age of their own: they go with the next row that has one.
     */
    static long lastOlder(Connection connection, long to, Instant since, Instant now) throws SQLException {
        long last = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, sampled_at from outbox_report where seq <= ? order by seq limit ?")) {
            select.setLong(1, to);
            select.setInt(2, LOOKED_AT);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Instant sampledAt = Instant.ofEpochMilli(row.getLong(2));
                    boolean timed = sampledAt.isAfter(CLOCK_SET) && sampledAt.isBefore(now.plus(A_DAY));
                    if (timed && !sampledAt.isBefore(since)) {
                        return last;
                    }
                    last = timed ? row.getLong(1) : last;
                }
            }
        }
        return last;
    }

    /** Gives all rows the numbers 1, 2, 3 … in their order. */
    static long renumber(Connection connection) throws SQLException {
        List<Long> seqs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select seq from outbox_report order by seq")) {
            while (row.next()) {
                seqs.add(row.getLong(1));
            }
        }
        try (PreparedStatement update = connection.prepareStatement("update outbox_report set seq = ? where seq = ?")) {
            for (int i = 0; i < seqs.size(); i++) {
                // upwards: the new number is never above the old one, so it is free
                update.setLong(1, i + 1L);
                update.setLong(2, seqs.get(i));
                update.executeUpdate();
            }
        }
        return seqs.size();
    }
}
