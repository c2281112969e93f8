package io.fleethub.agent.outbox;

import io.fleethub.agent.storage.StorageException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream on its way to the hub: what is underway, and how far it is. Confined to the sender's thread. */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final SqliteOutbox outbox;
    private final Flights flights;
    private String streamId;
    private SeqRanges confirmedBefore = SeqRanges.NONE;
    private long progressNanos;
    private long liveAfter;
    private SeqRanges news = SeqRanges.NONE;

    /** @param liveAfter what has a higher number is news and goes first */
    Lane(SqliteOutbox outbox, long firstWaitNanos, long liveAfter, long nowNanos) {
        this.outbox = outbox;
        this.flights = new Flights(firstWaitNanos);
        this.streamId = outbox.mark().streamId();
        this.liveAfter = liveAfter;
        this.progressNanos = nowNanos;
    }

    SqliteOutbox outbox() {
        return outbox;
    }

    Flights flights() {
        return flights;
    }

    long progressNanos() {
        return progressNanos;
    }

    /** The state on disk; when the stream is another one than before, nothing of the old one is underway any more. */
    OutboxMark mark() {
        OutboxMark mark = outbox.mark();
        if (!mark.streamId().equals(streamId)) {
            streamId = mark.streamId();
            flights.clear();
            confirmedBefore = SeqRanges.NONE;
            liveAfter = mark.lastSeq();
            news = SeqRanges.NONE;
        }
        return mark;
    }

    /** From now on only what comes is news. */
    void nothingIsNews() {
        liveAfter = mark().lastSeq();
    }

    SeqRanges unsentNews() {
        OutboxMark mark = mark();
        return unsent(mark.unconfirmed(liveAfter + 1, mark.lastSeq()));
    }

    SeqRanges unsentBacklog() {
        return unsent(mark().unconfirmed(1, liveAfter));
    }

    boolean waits() {
        OutboxMark mark = mark();
        return !unsent(mark.unconfirmed(1, mark.lastSeq())).isEmpty();
    }

    private SeqRanges unsent(SeqRanges unconfirmed) {
        if (outbox.rolledBack()) {
            return SeqRanges.NONE; // these numbers are taken
        }
        return flights.notIn(unconfirmed).minus(outbox.leaving());
    }

    /** Whether news is on its way to the broker and not acknowledged by it. */
    boolean newsUnderway() {
        return !news.isEmpty();
    }

    /** The broker has said what became of it, or never will. */
    void acknowledged(Flight flight) {
        news = news.minus(flight.rest());
    }

    void sentNews(SeqRanges seqs) {
        news = news.union(seqs);
    }

    void confirmed(SeqRanges confirmed, long nowNanos) {
        if (!confirmed.minus(confirmedBefore).isEmpty()) {
            progressNanos = nowNanos;
        }
        confirmedBefore = confirmed;
        flights.confirmed(confirmed);
    }

    /** Nothing when the disk does not even let itself be read; then the next turn tries again. */
    List<ReportRows.Row> read(SeqRanges wanted, int maxReports, int maxBytes) {
        try {
            return outbox.read(wanted, maxReports, maxBytes);
        } catch (StorageException e) {
            LOG.warn("event=outbox.unread streamId={} detail=\"{}\"", streamId, e.getMessage());
            return List.of();
        }
    }
}
