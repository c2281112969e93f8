package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.Migration;
import io.fleethub.agent.storage.SqlWork;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of reports in a database, on disk or in memory. Every change reads the stream's row, changes and writes it in
 * one transaction, so a rolled-back one leaves nothing behind. Thread-safe; {@link #mark} is the last state that is kept.
 */
public final class SqliteOutbox implements Outbox {

    public static final List<Migration> MIGRATIONS = List.of(Migration.of(
            "outbox",
            1,
            "create table outbox_stream(one integer primary key check (one = 1), stream_id text not null,"
                    + " last_seq integer not null, confirmed text not null, bytes integer not null,"
                    + " dropped integer not null, refused integer not null)",
            "create table outbox_report(seq integer primary key, boot_id text not null, sampled_at integer not null,"
                    + " report blob not null)"));

    /** More pieces than this are not remembered; what is forgotten is confirmed by the hub's next answer. */
    private static final int RANGES_KEPT = 256;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteOutbox.class);

    private final AgentDatabase database;
    private final MessageCodec codec;
    private final BootId bootId;
    private final OutboxCap cap;
    private final @Nullable HighWater highWater;
    private volatile Runnable onAppend = () -> {};
    private volatile Consumer<String> onRenumbered = detail -> {};
    private volatile OutboxMark mark;
    private volatile SeqRanges published = SeqRanges.NONE;
    private volatile SeqRanges leaving = SeqRanges.NONE;

    /** Numbers up to this one may have been published by earlier processes. */
    private volatile long inheritedThrough;

    private volatile boolean rolledBack;

    /** An outbox that notices by the hub's answers alone when its database went back in time. */
    public SqliteOutbox(AgentDatabase database, MessageCodec codec, BootId bootId, OutboxConfig limits) {
        this(database, codec, bootId, limits, null);
    }

    /** @param markFile beside the database, in which the highest number is kept once more */
    public SqliteOutbox(
            AgentDatabase database, MessageCodec codec, BootId bootId, OutboxConfig limits, @Nullable Path markFile) {
        this.database = database;
        this.codec = codec;
        this.bootId = bootId;
        this.cap = new OutboxCap(limits);
        this.highWater = markFile == null ? null : new HighWater(markFile);
        this.mark = load();
        this.inheritedThrough = mark.lastSeq();
        this.rolledBack = highWater != null && highWater.isAbove(mark.streamId(), mark.lastSeq());
        database.onNew(this::begunAnew);
    }

    private OutboxMark load() {
        return database.writeAndWait(connection -> seen(connection, StreamRow.load(connection)));
    }

    /** The database was broken and is another one now: so is the stream. */
    private void begunAnew() {
        took(load());
        LOG.warn("event=outbox.begun_anew streamId={}", mark.streamId());
    }

    /** Who is told of each report that is on disk, on the database's thread. */
    void onAppend(Runnable listener) {
        onAppend = listener;
    }

    /** Who is told that everything held got new numbers, and why. */
    void onRenumbered(Consumer<String> listener) {
        onRenumbered = listener;
    }

    /**
     * Whether numbers that would be given out now were given out before: then nothing is published until {@link
     * #confirm} or {@link #beginAnew} has made another stream.
     */
    boolean rolledBack() {
        return rolledBack;
    }

    /** The last state on disk. */
    OutboxMark mark() {
        return mark;
    }

    /** What the status reports say of it. */
    OutboxState state() {
        return mark.state();
    }

    boolean holdsUnconfirmed() {
        OutboxMark now = mark;
        return !now.unconfirmed(1, now.lastSeq()).isEmpty();
    }

    /** What this process has handed to the connection under this stream's numbers. */
    SeqRanges published() {
        return published;
    }

    synchronized void wasPublished(SeqRanges seqs) {
        published = published.union(seqs);
    }

    /** What is being moved elsewhere and must not be published any more. */
    SeqRanges leaving() {
        return leaving;
    }

    void leaving(SeqRanges seqs) {
        leaving = seqs;
    }

    @Override
    public CompletableFuture<Long> append(TelemetryReport report) {
        byte[] bytes = codec.encodeReport(report);
        Instant sampledAt = report.sampledAt() == null ? Instant.EPOCH : report.sampledAt();
        return change((connection, stream) -> {
                    StreamRow longer = stream.appended(bytes.length + ReportRows.OVERHEAD);
                    ReportRows.insert(
                            connection,
                            new ReportRows.Row(longer.lastSeq(), bootId.value(), sampledAt.toEpochMilli(), bytes));
                    return cap.trimToSize(connection, longer);
                })
                .thenApply(kept -> {
                    onAppend.run();
                    return kept.lastSeq();
                });
    }

    /**
     * Takes the hub's word for what it has committed.
     *
     * @param covered what it says it has
     * @param lost what it had confirmed and now does not have: unconfirmed again
     * @return the state after it, with another stream when the hub knows numbers that were never given out here
     */
    CompletableFuture<OutboxMark> confirm(String streamId, SeqRanges covered, SeqRanges lost) {
        return change((connection, stream) -> {
            if (!stream.streamId().equals(streamId)) {
                return stream;
            }
            // what the hub has and neither an earlier process nor this one can have sent was sent by a lost one; what
            // is
            // gone from here proves nothing, since the hub counts all below firstSeq as settled
            long gone = ReportRows.firstSeq(connection, stream.lastSeq()) - 1;
            boolean foreign = covered.highest().orElse(0) > stream.lastSeq()
                    || !covered.within(Math.max(inheritedThrough, gone) + 1, Long.MAX_VALUE)
                            .minus(published)
                            .isEmpty();
            if (foreign || rolledBack) {
                return beginAnew(connection, stream, covered.within(1, inheritedThrough));
            }
            StreamRow confirmed = stream.confirmed(
                    stream.confirmed().union(covered).minus(lost).atMost(RANGES_KEPT));
            return passHole(connection, confirmed);
        });
    }

    /** The hub does not say what it has; everything goes under new numbers, some of it perhaps twice. */
    CompletableFuture<OutboxMark> beginAnew() {
        return change((connection, stream) -> beginAnew(connection, stream, SeqRanges.NONE));
    }

    /**
     * The file went back in time: the numbers it would give out are already taken.
     *
     * @param known what the hub has of the reports that are held
     */
    private static StreamRow beginAnew(Connection connection, StreamRow stream, SeqRanges known) throws SQLException {
        StreamRow rest = stream;
        for (SeqRanges.Range range : stream.confirmed().union(known).ranges()) {
            rest = rest.without(
                    ReportRows.remove(connection, range.from(), range.to()).bytes());
        }
        return rest.renumbered(ReportRows.renumber(connection));
    }

    /**
     * A number just above the hub's mark that is not held can never come, and would hold the mark for ever: what lies
     * below is forgotten, so that the first number held is beyond the hole.
     */
    private static StreamRow passHole(Connection connection, StreamRow stream) throws SQLException {
        long first = ReportRows.firstSeq(connection, stream.lastSeq());
        SeqRanges head = stream.confirmed().within(first, stream.lastSeq());
        long markNow = head.isEmpty() || head.ranges().get(0).from() > first
                ? first - 1
                : head.ranges().get(0).to();
        long next = ReportRows.firstHeld(connection, markNow + 1, stream.lastSeq());
        if (markNow >= stream.lastSeq() || next == markNow + 1) {
            return stream;
        }
        return stream.without(ReportRows.remove(connection, first, markNow).bytes());
    }

    /** Gives up a report that the hub never takes. */
    CompletableFuture<OutboxMark> giveUp(String streamId, long seq) {
        return change((connection, stream) -> {
            if (!stream.streamId().equals(streamId)) {
                return stream;
            }
            ReportRows.Removed removed = ReportRows.remove(connection, seq, seq);
            LOG.warn("event=outbox.gave_up streamId={} seq={}", streamId, seq);
            return passHole(connection, stream.without(removed.bytes()).refusedMore(removed.reports()));
        });
    }

    /** Forgets what was confirmed long ago. */
    CompletableFuture<OutboxMark> trim(Instant now) {
        return change((connection, stream) -> cap.trimByAge(connection, stream, now));
    }

    /** Fails when nothing can be kept now; before that it makes room among what the hub has confirmed. */
    CompletableFuture<Long> tryToKeep(long room) {
        AtomicLong freed = new AtomicLong();
        return change((connection, stream) -> {
                    StreamRow smaller = cap.forgetConfirmed(connection, stream, room);
                    freed.set(stream.bytes() - smaller.bytes());
                    return smaller.store(connection);
                })
                .thenApply(kept -> freed.get());
    }

    /** Takes over reports of another stream under numbers of this one. */
    CompletableFuture<OutboxMark> adopt(List<ReportRows.Row> rows) {
        return change((connection, stream) -> {
            StreamRow longer = stream;
            for (ReportRows.Row row : rows) {
                longer = longer.appended(row.bytes());
                ReportRows.insert(
                        connection, new ReportRows.Row(longer.lastSeq(), row.bootId(), row.sampledAt(), row.report()));
            }
            return cap.trimToSize(connection, longer);
        });
    }

    /** Forgets reports that are kept elsewhere now. */
    CompletableFuture<OutboxMark> handOver(SeqRanges seqs) {
        return change((connection, stream) -> {
            StreamRow rest = stream;
            for (SeqRanges.Range range : seqs.ranges()) {
                rest = rest.without(
                        ReportRows.remove(connection, range.from(), range.to()).bytes());
            }
            return passHole(connection, rest);
        });
    }

    /** Counts what was lost elsewhere, so that the count outlives it. */
    CompletableFuture<OutboxMark> countLoss(long dropped, long refused) {
        return change((connection, stream) -> stream.droppedMore(dropped).refusedMore(refused));
    }

    /** Reports among the wanted, in order, of one boot, as many as fit. */
    List<ReportRows.Row> read(SeqRanges wanted, int maxReports, int maxBytes) {
        return database.read(connection -> ReportRows.select(connection, wanted, maxReports, maxBytes));
    }

    /** Reports below that number, the newest first. */
    List<ReportRows.Row> readBefore(long seq, int maxReports) {
        return database.read(connection -> ReportRows.selectBefore(connection, seq, maxReports));
    }

    /** A change of the stream's row and of reports with it. */
    @FunctionalInterface
    private interface Change {
        StreamRow apply(Connection connection, StreamRow stream) throws SQLException;
    }

    private CompletableFuture<OutboxMark> change(Change change) {
        SqlWork<OutboxMark> work = connection -> {
            StreamRow before = StreamRow.load(connection);
            StreamRow after = change.apply(connection, before);
            return seen(connection, after.equals(before) ? before : after.store(connection));
        };
        // on the writing thread, in the order of the commits
        return database.write(work).whenComplete((seen, failure) -> {
            if (seen != null) {
                took(seen);
            }
        });
    }

    private synchronized void took(OutboxMark seen) {
        OutboxMark before = mark;
        if (before.streamId().equals(seen.streamId()) && seen.lastSeq() < before.lastSeq()) {
            return; // read before what is known already
        }
        mark = seen;
        if (!before.streamId().equals(seen.streamId())) {
            inheritedThrough = seen.lastSeq();
            published = SeqRanges.NONE;
            rolledBack = false;
            LOG.warn(
                    "event=outbox.renumbered streamId={} newStreamId={} reports={}",
                    before.streamId(),
                    seen.streamId(),
                    seen.lastSeq());
            onRenumbered.accept("stream " + before.streamId() + " ended at " + before.lastSeq() + ", " + seen.lastSeq()
                    + " reports go on in stream " + seen.streamId());
        }
        if (highWater != null && !rolledBack) {
            highWater.raise(seen.streamId(), seen.lastSeq());
        }
    }

    private static OutboxMark seen(Connection connection, StreamRow stream) throws SQLException {
        return new OutboxMark(stream, ReportRows.firstSeq(connection, stream.lastSeq()));
    }
}
