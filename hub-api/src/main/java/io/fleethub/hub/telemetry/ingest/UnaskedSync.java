package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.NodePublisher;
import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.SeqRange;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.topic.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells a node that catches up what was committed, without being asked, so that its window moves on. Thread-safe; remembers when it
 * spoke to whom for a bounded number of nodes.
 */
@ApplicationScoped
class UnaskedSync {

    private static final Logger LOG = Logger.getLogger(UnaskedSync.class);
    private static final int REMEMBERED = 20_000;

    private final NodePublisher publisher;
    private final TelemetryConfig config;
    private final Clock clock;
    private final MessageCodec codec = new MessageCodec();
    private final Map<String, Instant> spoken = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    });

    UnaskedSync(NodePublisher publisher, TelemetryConfig config, Clock clock) {
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
    }

    void committed(List<Inbound<TelemetryBatch>> batches, TelemetryService.Recorded recorded) {
        for (Inbound<TelemetryBatch> batch : batches) {
            String stream = batch.message().streamId();
            if (stream != null && batch.message().reports().size() > config.syncAboveReports()) {
                StreamKey key = new StreamKey(batch.nodeId(), stream);
                NodeFacts facts = recorded.facts().get(batch.nodeId().value());
                Optional<Long> firstSeq = facts == null ? Optional.empty() : facts.firstSeqOf(stream);
                SeqSet committed = recorded.streams().get(key);
                if (firstSeq.isPresent()
                        && committed != null
                        && isDue(batch.nodeId().value())) {
                    send(key, committed, firstSeq.get());
                }
            }
        }
    }

    private boolean isDue(String node) {
        Instant now = clock.instant();
        Instant last = spoken.get(node);
        if (last != null && Duration.between(last, now).compareTo(config.syncInterval()) < 0) {
            return false;
        }
        spoken.put(node, now);
        return true;
    }

    private void send(StreamKey key, SeqSet committed, long firstSeq) {
        long through = committed.throughFrom(firstSeq);
        List<SeqRange> ranges = committed.above(through, HubSync.MAX_RANGES);
        HubSync sync = new HubSync(
                Message.VERSION,
                clock.instant(),
                null,
                null,
                null,
                key.streamId(),
                through,
                ranges.isEmpty() ? null : ranges,
                null,
                null);
        publisher
                .publish(Publication.plain(key.nodeId(), Channel.SYNC, codec.encode(sync)))
                .thenAccept(outcome -> LOG.debugf("unasked sync to %s: %s", key.nodeId(), outcome));
    }
}
