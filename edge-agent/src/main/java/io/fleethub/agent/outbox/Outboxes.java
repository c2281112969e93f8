package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.DiskReserve;
import io.fleethub.agent.storage.StorageTrouble;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox on disk, and in its place one in memory while the disk takes nothing. Reports that the disk refuses are kept
 * in memory under a stream of their own; when there is room again, what was not yet published moves to the disk, and the
 * rest stays until the hub has confirmed it.
 *
 * <p>{@link #append} from any thread; all else is confined to the scheduler's.
 */
public final class Outboxes implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    /** So much has to be free before the disk is trusted again. */
    private static final long ROOM = 1 << 20;

    /** What is forgotten of confirmed reports when the disk stays full: room for some hours inside the file. */
    private static final long ROOM_INSIDE = 256 << 10;

    private static final String RENUMBERED = "OUTBOX_RENUMBERED";
    private static final Duration SAY_AGAIN = Duration.ofMinutes(30);
    private static final int MOVED_AT_ONCE = 500;

    private final SqliteOutbox disk;
    private final Supplier<MemoryOutbox> maker;
    private final ErrorLog errors;
    private final DiskReserve reserve;
    private volatile Runnable onAppend = () -> {};

    /** Guarded by this object. */
    private @Nullable MemoryOutbox memory;

    private volatile @Nullable Trouble trouble;
    private SqliteOutbox announced;

    private record Trouble(StorageTrouble kind, String detail) {}

    public Outboxes(SqliteOutbox disk, Supplier<MemoryOutbox> maker, ErrorLog errors, DiskReserve reserve) {
        this.disk = disk;
        this.maker = maker;
        this.errors = errors;
        this.reserve = reserve;
        this.announced = disk;
        disk.onAppend(() -> onAppend.run());
        disk.onRenumbered(detail -> errors.add(RENUMBERED, detail));
    }

    void onAppend(Runnable listener) {
        onAppend = listener;
    }

    /** Begins to look after the disk. */
    void start(AgentThread scheduler, OutboxConfig limits) {
        scheduler.every(limits.diskRetry(), () -> tend(scheduler));
        scheduler.every(SAY_AGAIN, this::sayAgain);
    }

    @Override
    public CompletableFuture<Long> append(TelemetryReport report) {
        if (trouble != null) {
            return inMemory().append(report);
        }
        return disk.append(report).exceptionallyCompose(failure -> {
            degrade(failure);
            return inMemory().append(report);
        });
    }

    private synchronized SqliteOutbox inMemory() {
        if (memory == null) {
            memory = maker.get();
            memory.outbox().onAppend(() -> onAppend.run());
        }
        return memory.outbox();
    }

    private synchronized @Nullable SqliteOutbox memoryIfAny() {
        return memory == null ? null : memory.outbox();
    }

    private synchronized void degrade(Throwable failure) {
        if (trouble == null) {
            Trouble now = new Trouble(StorageTrouble.of(failure), String.valueOf(failure.getMessage()));
            trouble = now;
            LOG.error("event=outbox.in_memory code={} detail=\"{}\"", now.kind(), now.detail());
            errors.add(now.kind().name(), "reports are kept in memory: " + now.detail());
        }
    }

    private void sayAgain() {
        Trouble now = trouble;
        if (now != null) {
            errors.add(now.kind().name(), "reports are still kept in memory: " + now.detail());
        }
    }

    /** Where reports go now first, then what else still holds some. */
    List<SqliteOutbox> all() {
        SqliteOutbox inMemory = memoryIfAny();
        if (inMemory == null) {
            return List.of(disk);
        }
        return trouble == null ? List.of(disk, inMemory) : List.of(inMemory, disk);
    }

    /** For whoever only looks. */
    public OutboxReader reader(MessageCodec codec) {
        return new OutboxReader(disk, this::all, codec);
    }

    /** What the next status report says: the hub answers for one stream, so they take turns while both have something. */
    public OutboxState state() {
        List<SqliteOutbox> all = all();
        SqliteOutbox other = all.size() == 1 ? all.get(0) : all.get(1);
        boolean othersTurn = announced != other && other.holdsUnconfirmed();
        announced = othersTurn ? other : all.get(0);
        long bytes = 0;
        long dropped = 0;
        long refused = 0;
        for (SqliteOutbox outbox : all) {
            StreamRow one = outbox.mark().stream();
            bytes += one.bytes();
            dropped += one.dropped();
            refused += one.refused();
        }
        OutboxState told = announced.state();
        return new OutboxState(told.streamId(), told.firstSeq(), told.lastSeq(), bytes, dropped, refused);
    }

    /** The stream that the last status report told of. */
    SqliteOutbox announced() {
        return announced;
    }

    /** Goes back to the disk when it takes something again, and empties the memory. */
    void tend(AgentThread scheduler) {
        if (trouble != null) {
            reserve.releaseIfFull();
            scheduler.when(
                    disk.tryToKeep(reserve.usable() < 2 * ROOM ? ROOM_INSIDE : 0),
                    freed -> {
                        if (freed > 0 || reserve.usable() >= ROOM) {
                            LOG.info("event=outbox.on_disk_again freed={}", freed);
                            trouble = null;
                            emptyMemory(scheduler);
                        }
                    },
                    failure -> LOG.debug("event=outbox.disk_still_fails detail=\"{}\"", failure.toString()));
        } else {
            emptyMemory(scheduler);
            reserve.restore();
        }
    }

    private void emptyMemory(AgentThread scheduler) {
        SqliteOutbox from = memoryIfAny();
        if (from == null || trouble != null || !from.leaving().isEmpty()) {
            return;
        }
        OutboxMark mark = from.mark();
        SeqRanges unpublished = mark.unconfirmed(1, mark.lastSeq()).minus(from.published());
        List<ReportRows.Row> rows = from.read(unpublished, MOVED_AT_ONCE, Integer.MAX_VALUE);
        if (rows.isEmpty()) {
            if (!from.holdsUnconfirmed()) {
                closeMemory(scheduler, mark);
            }
            return;
        }
        SeqRanges moved = ReportRows.seqs(rows);
        from.leaving(moved);
        scheduler.when(
                disk.adopt(rows).thenCompose(kept -> from.handOver(moved)),
                left -> {
                    from.leaving(SeqRanges.NONE);
                    emptyMemory(scheduler);
                },
                failure -> {
                    from.leaving(SeqRanges.NONE);
                    degrade(failure);
                });
    }

    private void closeMemory(AgentThread scheduler, OutboxMark mark) {
        StreamRow last = mark.stream();
        scheduler.when(
                disk.countLoss(last.dropped(), last.refused()),
                counted -> {
                    synchronized (this) {
                        if (memory != null
                                && trouble == null
                                && memory.outbox().mark().equals(mark)) {
                            memory.close();
                            memory = null;
                            announced = disk;
                        }
                    }
                },
                this::degrade);
    }

    /** Ends what is in memory; what it holds is lost with the process. */
    public synchronized void close() {
        if (memory != null) {
            OutboxMark mark = memory.outbox().mark();
            LOG.warn("event=outbox.memory_lost unconfirmed={}", mark.unconfirmed(1, mark.lastSeq()));
            memory.close();
        }
    }
}
