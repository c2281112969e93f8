package io.fleethub.bench.load;

import io.fleethub.bench.fleet.RunningFleet;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ours: the hub of a running fleet, with what its database says. */
public final class HubTarget implements Target {

    private static final String DURABLE = """
            SELECT coalesce(sum(upper(r) - lower(r)), 0) FROM telemetry_stream s, unnest(s.committed) AS r
            WHERE s.stream_id LIKE ?""";
    private static final String COUNT = """
            SELECT node_id, count(*), count(DISTINCT seq), min(seq), max(seq) FROM telemetry_report
            WHERE stream_id LIKE ? GROUP BY node_id""";

    private final RunningFleet fleet;
    private final Connection connection;
    private final PreparedStatement durable;
    private final String streams;

    private HubTarget(RunningFleet fleet, String streams) throws SQLException, IOException {
        this.fleet = fleet;
        this.streams = streams;
        this.connection = fleet.superuser();
        this.durable = connection.prepareStatement(DURABLE);
        durable.setString(1, streams);
    }

    /** Of this fleet, with empty tables at the beginning of each trial. */
    public static Target.Factory of(RunningFleet fleet) {
        return trial -> {
            try (Connection connection = fleet.superuser();
                    Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE telemetry_report, refused_report, quarantined_message");
                statement.execute("CHECKPOINT");
            }
            return new HubTarget(fleet, trial + "-%");
        };
    }

    @Override
    public long durable() throws SQLException {
        try (ResultSet row = durable.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of(
                "broker", fleet.process("broker"),
                "hub", fleet.process("hub"),
                "postgres", fleet.process("postgres"));
    }

    @Override
    public Optional<String> fault(List<LoadNode> nodes) throws SQLException {
        Map<String, String> kept = new HashMap<>();
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, streams);
            try (ResultSet row = count.executeQuery()) {
                while (row.next()) {
                    kept.put(
                            row.getString(1), describe(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
                }
            }
        }
        for (LoadNode node : nodes) {
            long sent = node.sent();
            String wanted = describe(sent, sent, BatchWriter.FIRST_SEQ, BatchWriter.FIRST_SEQ + sent - 1);
            String found = kept.getOrDefault(node.nodeId(), "nothing");
            if (sent > 0 && !wanted.equals(found)) {
                return Optional.of("of " + node.nodeId() + " there should be " + wanted + ", there is " + found);
            }
        }
        return Optional.empty();
    }

    private static String describe(long rows, long distinct, long first, long last) {
        return "%d rows with %d numbers from %d to %d".formatted(rows, distinct, first, last);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
