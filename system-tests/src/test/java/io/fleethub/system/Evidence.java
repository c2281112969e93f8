package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/**
 * What PostgreSQL holds of one node, against what the node wrote down for itself: read from both files' tables, by none of
 * the product's own classes.
 */
final class Evidence {

    /** One row of the history of states. */
    record Change(Instant at, String state, String reason) {}

    /** A report's time by the node's clock, and what the hub made of it. */
    record Timed(Instant sampled, Instant stored, long uptimeMillis, boolean uncertain) {}

    private final Fleet fleet;
    private final String nodeId;

    Evidence(Fleet fleet, String nodeId) {
        this.fleet = fleet;
        this.nodeId = nodeId;
    }

    /** How many reports are there. */
    long reports() {
        return query("select count(*) from telemetry_report where node_id = ?", rows -> rows.getLong(1))
                .get(0);
    }

    /** Reports that are there more than once. */
    long doubled() {
        return query(
                        "select count(*) - count(distinct (stream_id, seq)) from telemetry_report"
                                + " where node_id = ? and seq is not null",
                        rows -> rows.getLong(1))
                .get(0);
    }

    /** The streams of which there are reports, oldest first. */
    List<String> streams() {
        return query(
                "select stream_id from telemetry_report where node_id = ? group by 1 order by min(received_at)",
                rows -> rows.getString(1));
    }

    /** When the samples that are there were taken, by the node's clock; sub-second parts are as the node wrote them. */
    Set<Instant> samples() {
        return new TreeSet<>(query(
                "select sampled_at from telemetry_report where node_id = ?",
                rows -> rows.getTimestamp(1).toInstant()));
    }

    Instant newestSample() {
        return query("select max(sampled_at) from telemetry_report where node_id = ?", rows -> rows.getTimestamp(1))
                .stream()
                .filter(newest -> newest != null)
                .map(newest -> newest.toInstant())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /** The numbers of a stream that are there, in order. */
    List<Long> seqs(String streamId) {
        return query(
                "select seq from telemetry_report where node_id = ? and stream_id = '" + streamId + "' order by seq",
                rows -> rows.getLong(1));
    }

    List<Timed> timed() {
        return query(
                "select sampled_at, corrected_at, uptime_ms, time_uncertain from telemetry_report where node_id = ?",
                rows -> new Timed(
                        rows.getTimestamp(1).toInstant(),
                        rows.getTimestamp(2).toInstant(),
                        rows.getLong(3),
                        rows.getBoolean(4)));
    }

    List<Change> changesSince(Instant begin) {
        return query(
                        "select at, state, reason from presence_change where node_id = ? order by id",
                        rows -> new Change(rows.getTimestamp(1).toInstant(), rows.getString(2), rows.getString(3)))
                .stream()
                .filter(change -> change.at().isAfter(begin))
                .toList();
    }

    String state() {
        return query("select state from node_presence where node_id = ?", rows -> rows.getString(1))
                .get(0);
    }

    long session() {
        return query("select coalesce(session, 0) from node_presence where node_id = ?", rows -> rows.getLong(1))
                .get(0);
    }

    /** The number of the newest status report of the session. */
    long statuses() {
        return query("select coalesce(n, 0) from node_presence where node_id = ?", rows -> rows.getLong(1))
                .get(0);
    }

    void awaitState(String state) {
        Awaitility.await(nodeId + " is " + state)
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(state()).isEqualTo(state));
    }

    void awaitReports(long more) {
        long wanted = reports() + more;
        Awaitility.await(more + " more reports of " + nodeId)
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(reports()).isGreaterThanOrEqualTo(wanted));
    }

    /** Waits until each sample that the node ever wrote down is there, and looks that none is there twice. */
    void awaitWhole(Set<Instant> written) {
        assertThat(written).as("samples that %s wrote down", nodeId).isNotEmpty();
        Awaitility.await("every sample of " + nodeId)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Set<Instant> missing = new TreeSet<>(written);
                    missing.removeAll(samples());
                    assertThat(missing)
                            .as("samples of %s that are not there", nodeId)
                            .isEmpty();
                });
        assertThat(doubled()).as("reports of %s that are there twice", nodeId).isZero();
    }

    /** The samples in an agent's database, confirmed or not, read from its file while it runs or after its end. */
    static Set<Instant> writtenDown(Path agentData) {
        Set<Instant> samples = new TreeSet<>();
        try (Connection outbox = DriverManager.getConnection("jdbc:sqlite:" + agentData.resolve("agent.db"));
                PreparedStatement select = outbox.prepareStatement("select sampled_at from outbox_report");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                samples.add(Instant.ofEpochMilli(rows.getLong(1)));
            }
            return samples;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the outbox in " + agentData, e);
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader) {
        try (Connection connection = fleet.sql();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, nodeId);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
