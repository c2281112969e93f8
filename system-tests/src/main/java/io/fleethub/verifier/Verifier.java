package io.fleethub.verifier;

import io.fleethub.verifier.Finding.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Compares journals with the database. Confined to one thread; each look reads one snapshot. */
public final class Verifier {

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(500);
    /** What the hub keeps of one node's poison; the rest is counted only. */
    private static final int QUARANTINED_OF_NODE = 1_000;

    private final String jdbc;
    private final List<Path> journals;

    /**
     * @param jdbc with user and password of {@code fleet_verifier}
     * @param journals all that were ever written for these nodes: what no journal names is a phantom
     */
    public Verifier(String jdbc, List<Path> journals) {
        this.jdbc = jdbc;
        this.journals = List.copyOf(journals);
    }

    /** Looks again and again until everything holds, or the time has passed; the last look counts. */
    public Verdict within(Duration limit) throws IOException, SQLException {
        long begin = System.nanoTime();
        Verdict verdict = look();
        while (!verdict.holds() && System.nanoTime() - begin < limit.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            verdict = look();
        }
        return verdict;
    }

    /** One look at journals and database as they are. */
    public Verdict look() throws IOException, SQLException {
        JournalFile journal = new JournalFile();
        for (Path file : journals) {
            journal.read(file);
        }
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Verdict verdict = new Look(journal)
                    .at(new StoredReports(connection, journal.streams().keySet()));
            connection.rollback();
            return verdict;
        }
    }

    /** The state of one look. */
    private static final class Look {

        private final JournalFile journal;
        private final PayloadHash hash = new PayloadHash();
        private final Map<StreamJournal, BitSet> found = new HashMap<>();
        private final Tally i1 = new Tally("I1", "what a node forgot is a row, or a refusal with its reason");
        private final Tally i2 = new Tally("I2", "no report is there twice");
        private final Tally i3 =
                new Tally("I3", "no row that nobody made, none that was changed or is another tenant's");
        private final Tally i4 = new Tally("I4", "everything that was made has arrived");
        private final Tally i5 = new Tally("I5", "the latest value is the newest");
        private final Tally quarantine = new Tally("Q", "acknowledged poison lies in quarantine");
        private Map<String, String> tenants = Map.of();

        Look(JournalFile journal) {
            this.journal = journal;
        }

        Verdict at(StoredReports stored) throws SQLException {
            tenants = stored.tenants();
            LatestCheck latest = new LatestCheck();
            stored.kept(row -> {
                kept(row);
                latest.take(row);
            });
            stored.refused(this::refused);
            journal.streams().values().forEach(streams -> streams.values().forEach(this::complete));
            latest.compare(stored.latest(), i5);
            poison(stored);
            List<Finding> findings = new ArrayList<>();
            for (Tally tally : List.of(i1, i2, i3, i4, i5, quarantine)) {
                findings.add(tally.finding());
            }
            return new Verdict(findings);
        }

        private void kept(StoredReports.Row row) {
            i3.checked(1);
            String tenant = tenants.get(row.node());
            if (tenant != null && !tenant.equals(row.tenant())) {
                i3.broken(row.node() + "/" + row.stream() + "/" + row.seq() + ": is of tenant " + row.tenant());
            }
            StreamJournal stream = of(row.node(), row.stream());
            Long seq = row.seq();
            if (stream == null || seq == null || !stream.wasMade(seq)) {
                i3.broken(row.node() + "/" + row.stream() + "/" + seq + ": nobody made it");
                return;
            }
            arrived(stream, seq);
            if (stream.mustBeRefused(seq)) {
                i3.broken(stream.name(seq) + ": is kept, and had to be refused");
            } else if (hash.of(row.sampledMicros(), row.uptimeMs(), row.metrics()) != stream.hash(seq)) {
                i3.broken(stream.name(seq) + ": is not what was made");
            }
        }

        private void refused(StoredReports.Refusal refusal) {
            StreamJournal stream = of(refusal.node(), refusal.stream());
            if (stream == null || !stream.wasMade(refusal.seq())) {
                i3.broken(refusal.node() + "/" + refusal.stream() + "/" + refusal.seq()
                        + ": refused, but nobody made it");
                return;
            }
            arrived(stream, refusal.seq());
            if (!stream.mustBeRefused(refusal.seq())) {
                i1.broken(stream.name(refusal.seq()) + ": is good, but was refused: " + refusal.reason());
            }
        }

        private void arrived(StreamJournal stream, long seq) {
            i2.checked(1);
            BitSet seen = found.computeIfAbsent(stream, key -> new BitSet());
            if (seen.get((int) seq)) {
                i2.broken(stream.name(seq) + ": is there more than once");
            }
            seen.set((int) seq);
        }

        private @Nullable StreamJournal of(String node, @Nullable String stream) {
            return stream == null
                    ? null
                    : journal.streams().getOrDefault(node, Map.of()).get(stream);
        }

        private void complete(StreamJournal stream) {
            BitSet arrived = found.getOrDefault(stream, new BitSet());
            missing(stream.forgotten(), arrived, stream, i1, ": is forgotten, and neither kept nor refused");
            missing(stream.made(), arrived, stream, i4, ": was made, and has not arrived");
        }

        private static void missing(BitSet wanted, BitSet arrived, StreamJournal stream, Tally tally, String what) {
            tally.checked(wanted.cardinality());
            BitSet missing = (BitSet) wanted.clone();
            missing.andNot(arrived);
            missing.stream().forEach(seq -> tally.broken(stream.name(seq) + what));
        }

        private void poison(StoredReports stored) throws SQLException {
            Set<JournalFile.PoisonEntry> kept = new HashSet<>();
            Map<String, Integer> ofNode = new HashMap<>();
            stored.quarantined(entry -> {
                kept.add(entry);
                ofNode.merge(entry.node(), 1, Integer::sum);
            });
            for (JournalFile.PoisonEntry entry : journal.poison()) {
                quarantine.checked(1);
                if (!kept.contains(entry) && ofNode.getOrDefault(entry.node(), 0) < QUARANTINED_OF_NODE) {
                    quarantine.broken(entry.node() + ": poison " + entry.sha256() + " is not in quarantine");
                }
            }
        }
    }
}
