package io.fleethub.agent.outbox;

import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the message of some rows. Stateless. */
public final class BatchCutter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchCutter.class);
    private static final int ENVELOPE = 512;

    private final MessageCodec codec;
    private final int maxBytes;

    public BatchCutter(MessageCodec codec, OutboxConfig limits) {
        this.codec = codec;
        this.maxBytes = limits.batchBytes() - ENVELOPE;
    }

    /** What the rows of one message may take together. */
    int maxBytes() {
        return maxBytes;
    }

    /**
     * A message, and the rows that cannot be part of any.
     *
     * @param payload null when no row was left
     */
    record Cut(byte @Nullable [] payload, List<Long> damaged) {}

    Cut batch(String streamId, List<ReportRows.Row> rows) {
        List<TelemetryReport> reports = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        for (ReportRows.Row row : rows) {
            try {
                reports.add(numbered(row));
            } catch (UnreadableMessageException | IllegalArgumentException e) {
                // the codec wrote it: only a broken disk makes another text of it
                LOG.error("event=outbox.damaged seq={} detail=\"{}\"", row.seq(), e.getMessage());
                damaged.add(row.seq());
            }
        }
        TelemetryBatch batch = reports.isEmpty()
                ? null
                : TelemetryBatch.of(streamId, rows.get(0).bootId(), reports);
        return new Cut(batch == null ? null : codec.encode(batch), damaged);
    }

    private TelemetryReport numbered(ReportRows.Row row) throws UnreadableMessageException {
        TelemetryReport kept = codec.decodeReport(row.report());
        return TelemetryReport.of(row.seq(), kept.sampledAt(), kept.uptimeMs(), kept.clockSynced(), kept.metrics());
    }
}
