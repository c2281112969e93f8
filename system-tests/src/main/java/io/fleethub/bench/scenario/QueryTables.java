package io.fleethub.bench.scenario;

import io.fleethub.bench.fleet.RunningFleet;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Reports of 58 nodes every five seconds, day by day into the past, their roll-ups of a year, and the newest report of
 * 10,000 nodes: written by the database itself, as ingest and roll-up would have left them. For one thread.
 */
final class QueryTables {

    static final int LATEST_NODES = 10_000;

    private static final int NODES = 58;
    private static final int A_DAY = 17_280;
    private static final String METRICS = """
            INSERT INTO metric_name (tenant_id, name)
            SELECT tenant_id, metric FROM node, unnest(array['cpu.percent', 'disk.free.bytes', 'disk.percent', 'energy.cost.eur',
                'load.1m', 'mem.percent', 'mem.used.bytes', 'net.rx.bytes', 'net.tx.bytes', 'temp.celsius']) AS metric;
            INSERT INTO metric_set (tenant_id, names, names_sha256, metric_ids)
            SELECT tenant_id, array_agg(name ORDER BY name COLLATE "C"),
                sha256(convert_to(string_agg(name, E'\\n' ORDER BY name COLLATE "C"), 'UTF8')),
                array_agg(metric_id ORDER BY name COLLATE "C") FROM metric_name GROUP BY tenant_id""";
    private static final String MORE_NODES = """
            INSERT INTO node SELECT (jsonb_populate_record(n, jsonb_build_object('node_id', 'bench-' || lpad(i::text, 5, '0')))).*
            FROM node n, generate_series(2, %d) AS i WHERE n.node_id = 'bench-00001'""";
    private static final String REPORTS = """
            INSERT INTO telemetry_report (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id,
                clock_synced, time_uncertain, node_id, stream_id, numbers)
            SELECT at, at + interval '1 s', at, seq + %1$d * %2$d, seq * 5000, s.tenant_id, s.metric_set_id, true, false,
                'bench-' || lpad(n::text, 5, '0'), 'stream-of-bench-' || n, array(
                    SELECT round((random() * 100)::numeric, 2)::float8 FROM generate_series(1, 10) WHERE seq + n > 0)
            FROM metric_set s, generate_series(1, %2$d) AS seq, generate_series(1, %3$d) AS n,
                LATERAL (SELECT timestamptz '%4$s' - interval '%1$d days' - (%2$d - seq) * interval '5 s' AS at) AS times""";
    private static final String ROLL_UPS = """
            INSERT INTO telemetry_%1$s (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)
            SELECT bucket, bucket + interval '59 min', 720, 1, 99, 36000, 50, m.metric_id, m.tenant_id, 'bench-00001'
            FROM metric_name m, generate_series(date_trunc('%2$s', timestamptz '%3$s' - interval '366 days', 'UTC'),
                timestamptz '%3$s' - interval '1 day', interval '1 %2$s') AS bucket""";
    private static final String NEWEST = """
            INSERT INTO telemetry_newest (node_id, metric_set_id, others_sha256, tenant_id, corrected_at, seq, received_at, numbers)
            SELECT node_id, s.metric_set_id, '', s.tenant_id, timestamptz '%s', 1, timestamptz '%s',
                array(SELECT round((random() * 100)::numeric, 2)::float8 FROM generate_series(1, 10) WHERE node_id <> '')
            FROM node, metric_set s""";

    private final RunningFleet fleet;
    private final Instant end;
    private int days;

    QueryTables(RunningFleet fleet, Instant end) {
        this.fleet = fleet;
        this.end = end;
    }

    /** Everything but the reports; one node has to be registered. */
    void prepare() throws SQLException, IOException {
        execute(
                METRICS,
                MORE_NODES.formatted(LATEST_NODES),
                ROLL_UPS.formatted("hourly", "hour", end),
                ROLL_UPS.formatted("daily", "day", end),
                NEWEST.formatted(end, end),
                "VACUUM (ANALYZE) telemetry_hourly",
                "VACUUM (ANALYZE) telemetry_daily",
                "VACUUM (ANALYZE) telemetry_newest");
    }

    /** Millions of reports, at least; each is 58 nodes' reports of one day. */
    void fill(int millions) throws SQLException, IOException {
        if (days < millions) {
            while (days < millions) {
                execute(REPORTS.formatted(days, A_DAY, NODES, end));
                days++;
            }
            execute("VACUUM (ANALYZE) telemetry_report");
        }
    }

    private void execute(String... statements) throws SQLException, IOException {
        try (Connection connection = fleet.superuser();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }
}
