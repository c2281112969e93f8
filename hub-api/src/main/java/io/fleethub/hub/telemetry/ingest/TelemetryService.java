package io.fleethub.hub.telemetry.ingest;

import io.agroal.api.AgroalDataSource;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.telemetry.TelemetryConfig;
import io.fleethub.hub.telemetry.rollup.NodeHour;
import io.fleethub.hub.telemetry.rollup.RollupMarks;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.TelemetryBatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records batches: each report that is new, once, or its refusal; in one transaction. Thread-safe, keeps no state: what was recorded
 * before is known by the rows of the streams alone.
 */
@ApplicationScoped
public class TelemetryService {

    /** A seq above this is nothing that a node could count up to; ranges end one above their last number. */
    private static final long MAX_SEQ = 1L << 62;

    private final AgroalDataSource ingest;
    private final NodeMetricSets metricSets;
    private final RollupMarks rollupMarks;
    private final TelemetryConfig config;
    private final MeterRegistry metrics;
    private final ReportTime time;

    TelemetryService(
            @DataSource("ingest") AgroalDataSource ingest,
            NodeMetricSets metricSets,
            RollupMarks rollupMarks,
            TelemetryConfig config,
            MeterRegistry metrics) {
        this.ingest = ingest;
        this.metricSets = metricSets;
        this.rollupMarks = rollupMarks;
        this.config = config;
        this.metrics = metrics;
        this.time = new ReportTime(config.rawRetention(), config.futureLimit());
    }

    /** What a batch left behind, after its commit. */
    record Recorded(Map<StreamKey, SeqSet> streams, Map<String, NodeFacts> facts) {}

    private record Committing(Recorded recorded, RollupMarks.Marking marking) {}

    /**
     * What the reports of a batch are judged by.
     *
     * @param sets the names of each report as a number, by identity; none for a report whose node uses too many
     */
    private record Known(StreamLocks.Locked locked, Map<String, NodeFacts> facts, Map<Entry, Integer> sets) {}

    /** What becomes of the reports of one batch, while it is judged. */
    private record Sorting(
            List<KeptReport> kept, List<ReportRows.Refused> refused, List<Entry> held, Map<StreamKey, SeqSet> widened) {

        Sorting() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        }
    }

    /** @throws IllegalStateException with the database's exception as its cause; then nothing of the batch was recorded */
    Recorded record(List<Inbound<TelemetryBatch>> batches) {
        List<Entry> entries = Entry.of(batches);
        try {
            return inTransaction(entries, metricSets.admit(entries));
        } catch (SQLException e) {
            throw new IllegalStateException("could not record " + entries.size() + " reports", e);
        }
    }

    /** @param sets asked for before the transaction, so that a name that is new does not need a second connection within it */
    private Recorded inTransaction(List<Entry> entries, Map<Entry, Integer> sets) throws SQLException {
        try (Connection connection = ingest.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Committing committing = record(connection, entries, sets);
                committing.marking().beforeCommit();
                connection.commit();
                committing.marking().afterCommit();
                return committing.recorded();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Committing record(Connection connection, List<Entry> arrived, Map<Entry, Integer> sets)
            throws SQLException {
        Set<String> nodes =
                arrived.stream().map(entry -> entry.nodeId().value()).collect(Collectors.toSet());
        Map<String, NodeFacts> facts = NodeFacts.hold(connection, nodes);
        List<Entry> entries = arrived.stream()
                .filter(entry -> facts.containsKey(entry.nodeId().value()))
                .toList();
        metrics.counter("fleet_telemetry_reports", "outcome", "gone").increment(arrived.size() - entries.size());
        SortedMap<StreamKey, TenantId> wanted = new TreeMap<>();
        entries.forEach(entry -> entry.stream().ifPresent(key -> wanted.put(key, entry.tenantId())));
        Known known = new Known(StreamLocks.lock(connection, wanted, config.maxStreams()), facts, sets);
        Sorting sorting = new Sorting();
        entries.forEach(entry -> sort(entry, known, sorting));
        write(connection, sorting, sets);
        RollupMarks.Marking marking = rollupMarks.mark(connection, hoursOf(sorting.kept()));
        count(entries.size(), sorting);
        return new Committing(new Recorded(known.locked().streams(), facts), marking);
    }

    private void sort(Entry entry, Known known, Sorting sorting) {
        Long seq = entry.report().seq();
        if (seq != null && seq > MAX_SEQ) {
            sorting.refused()
                    .add(new ReportRows.Refused(entry, Reason.of(ReasonCode.BAD_VALUE, "seq: is out of all bounds")));
            return;
        }
        if (seq != null && entry.stream().isPresent()) {
            StreamKey key = entry.stream().get();
            SeqSet committed = known.locked().streams().computeIfAbsent(key, unknown -> new SeqSet());
            int ranges = committed.ranges();
            if (!committed.add(seq)) {
                return;
            }
            if (committed.ranges() > Math.max(ranges, config.maxRanges()) && !hasRoom(key, committed, known)) {
                committed.removeSingle(seq);
                sorting.held().add(entry);
                return;
            }
            if (!known.locked().closed().contains(key)) {
                sorting.widened().put(key, committed);
            }
        }
        judge(entry, known, sorting);
    }

    /**
     * Forgets the holes in what the node has dropped anyway. Where that is not enough, a report that would make one more hole is
     * neither kept nor refused: the node sends it again when it has filled others.
     */
    private boolean hasRoom(StreamKey key, SeqSet committed, Known known) {
        NodeFacts facts = known.facts().get(key.nodeId().value());
        if (facts != null) {
            facts.firstSeqOf(key.streamId()).ifPresent(committed::fillBelow);
        }
        return committed.ranges() <= config.maxRanges();
    }

    private @Nullable Reason refusal(Entry entry, Known known) {
        if (entry.stream().filter(known.locked().closed()::contains).isPresent()) {
            return Reason.of(ReasonCode.QUOTA_EXCEEDED, "streamId: would be one more than " + config.maxStreams());
        }
        Reason refusal = entry.report().refusal();
        if (refusal != null) {
            return refusal;
        }
        return known.sets().containsKey(entry)
                ? null
                : Reason.of(ReasonCode.QUOTA_EXCEEDED, "metrics: their names would be more than a node may use");
    }

    private void judge(Entry entry, Known known, Sorting sorting) {
        NodeFacts facts = known.facts().get(entry.nodeId().value());
        Reason refusal = refusal(entry, known);
        if (refusal != null) {
            sorting.refused().add(new ReportRows.Refused(entry, refusal));
            return;
        }
        ReportTime.Verdict verdict =
                time.judge(entry.report(), entry.receivedAt(), entry.bootId(), facts == null ? null : facts.boot());
        if (verdict instanceof ReportTime.Verdict.Refused refused) {
            sorting.refused().add(new ReportRows.Refused(entry, refused.reason()));
        } else if (verdict instanceof ReportTime.Verdict.At at) {
            sorting.kept().add(new KeptReport(entry, at.time(), at.uncertain()));
        }
    }

    private void write(Connection connection, Sorting sorting, Map<Entry, Integer> sets) throws SQLException {
        if (!sorting.kept().isEmpty()) {
            List<ReportRows.Row> rows = new ArrayList<>(sorting.kept().size());
            for (KeptReport report : sorting.kept()) {
                rows.add(new ReportRows.Row(report, Objects.requireNonNull(sets.get(report.entry()))));
            }
            ReportRows.keep(connection, rows);
            NewestRows.moveOn(connection, latestCandidates(rows));
        }
        if (!sorting.refused().isEmpty()) {
            ReportRows.refuse(connection, sorting.refused());
        }
        if (!sorting.widened().isEmpty()) {
            StreamLocks.widen(connection, sorting.widened());
        }
    }

    private static Map<NodeHour, TenantId> hoursOf(List<KeptReport> kept) {
        Map<NodeHour, TenantId> hours = new HashMap<>();
        for (KeptReport report : kept) {
            Entry entry = report.entry();
            if (!entry.values().names().isEmpty()) {
                hours.put(NodeHour.of(entry.nodeId(), report.correctedAt()), entry.tenantId());
            }
        }
        return hours;
    }

    private List<ReportRows.Row> latestCandidates(List<ReportRows.Row> kept) {
        return kept.stream()
                .filter(row -> !row.report()
                        .correctedAt()
                        .isAfter(row.report().entry().receivedAt().plus(config.latestAhead())))
                .toList();
    }

    private void count(int reports, Sorting sorting) {
        int kept = sorting.kept().size();
        int refused = sorting.refused().size();
        int held = sorting.held().size();
        metrics.counter("fleet_telemetry_reports", "outcome", "kept").increment(kept);
        metrics.counter("fleet_telemetry_reports", "outcome", "refused").increment(refused);
        metrics.counter("fleet_telemetry_reports", "outcome", "repeated").increment(reports - kept - refused - held);
        metrics.counter("fleet_telemetry_reports", "outcome", "held").increment(held);
    }
}
