package io.fleethub.agent.outbox;

import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks into the outbox without changing it, for people and metrics. Thread-safe. */
public final class OutboxReader {

    private final SqliteOutbox onDisk;
    private final Supplier<List<SqliteOutbox>> streams;
    private final MessageCodec codec;

    /** @param streams all that hold reports now */
    public OutboxReader(SqliteOutbox onDisk, Supplier<List<SqliteOutbox>> streams, MessageCodec codec) {
        this.onDisk = onDisk;
        this.streams = streams;
        this.codec = codec;
    }

    public OutboxView view() {
        return streams.get().stream()
                .map(stream -> stream.mark().view())
                .reduce(new OutboxView(0, 0, 0, 0, 0), OutboxView::plus);
    }

    /** The first report that the hub has not confirmed. */
    public Optional<KeptReport> oldestWaiting() {
        for (SqliteOutbox stream : streams.get()) {
            OutboxMark mark = stream.mark();
            Optional<KeptReport> first =
                    kept(stream.read(mark.unconfirmed(1, mark.lastSeq()), 1, Integer.MAX_VALUE)).stream()
                            .findFirst();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    /** Reports on disk below that number, the newest first. */
    public List<KeptReport> before(long seq, int atMost) {
        return kept(onDisk.readBefore(seq, atMost));
    }

    /** What cannot be read is left out: this is for looking only. */
    private List<KeptReport> kept(List<ReportRows.Row> rows) {
        List<KeptReport> kept = new ArrayList<>();
        for (ReportRows.Row row : rows) {
            try {
                kept.add(new KeptReport(row.seq(), row.bootId(), codec.decodeReport(row.report())));
            } catch (UnreadableMessageException e) {
                continue;
            }
        }
        return kept;
    }
}
