package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Keeps the outbox within its bounds: confirmed reports go first, then the oldest. Stateless; inside its caller's transaction. */
final class OutboxCap {

    /** How much is freed at once, as a share of the whole, so that a full outbox is not trimmed at every report. */
    private static final int SHARE = 64;

    private final OutboxConfig limits;

    OutboxCap(OutboxConfig limits) {
        this.limits = limits;
    }

    StreamRow trimToSize(Connection connection, StreamRow stream) throws SQLException {
        if (stream.bytes() <= limits.maxBytes()) {
            return stream;
        }
        long target = limits.maxBytes() - limits.maxBytes() / SHARE;
        StreamRow trimmed = stream;
        trimmed = forgetConfirmed(connection, trimmed, stream.bytes() - target);
        // never the last one: it is the report that is being kept
        return trim(connection, trimmed, 1, stream.lastSeq() - 1, target, true);
    }

    /** Forgets of what is confirmed the oldest, so much of it as takes these bytes. */
    StreamRow forgetConfirmed(Connection connection, StreamRow stream, long bytes) throws SQLException {
        StreamRow trimmed = stream;
        for (SeqRanges.Range range : stream.confirmed().ranges()) {
            trimmed = trim(connection, trimmed, range.from(), range.to(), stream.bytes() - bytes, false);
        }
        return trimmed;
    }

    private static StreamRow trim(
            Connection connection, StreamRow stream, long from, long to, long target, boolean loss)
            throws SQLException {
        long excess = stream.bytes() - target;
        if (excess <= 0 || to < from) {
            return stream;
        }
        long end = ReportRows.endOfRun(connection, from, to, excess);
        ReportRows.Removed removed = ReportRows.remove(connection, from, end);
        StreamRow rest = stream.without(removed.bytes());
        return loss ? rest.droppedMore(removed.reports()) : rest;
    }

    /** Forgets the oldest: confirmed ones sooner, others when the hub would not take them any more either. */
    StreamRow trimByAge(Connection connection, StreamRow stream, Instant now) throws SQLException {
        return trimUnconfirmed(connection, trimConfirmed(connection, stream, now), now);
    }

    private StreamRow trimConfirmed(Connection connection, StreamRow stream, Instant now) throws SQLException {
        long first = ReportRows.firstSeq(connection, stream.lastSeq());
        SeqRanges head = stream.confirmed().within(first, Long.MAX_VALUE);
        if (head.isEmpty() || head.ranges().get(0).from() != first) {
            return stream;
        }
        long to = head.ranges().get(0).to();
        long last = ReportRows.lastOlder(connection, to, now.minus(limits.confirmedFor()), now);
        return stream.without(ReportRows.remove(connection, first, last).bytes());
    }

    private StreamRow trimUnconfirmed(Connection connection, StreamRow stream, Instant now) throws SQLException {
        long last = ReportRows.lastOlder(connection, stream.lastSeq(), now.minus(limits.unconfirmedFor()), now);
        StreamRow rest = stream;
        for (SeqRanges.Range range : stream.confirmed().within(1, last).ranges()) {
            rest = rest.without(
                    ReportRows.remove(connection, range.from(), range.to()).bytes());
        }
        ReportRows.Removed lost = ReportRows.remove(connection, 1, last);
        return lost.reports() == 0 ? rest : rest.without(lost.bytes()).droppedMore(lost.reports());
    }
}
