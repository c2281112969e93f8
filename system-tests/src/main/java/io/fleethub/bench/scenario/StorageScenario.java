package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.fleet.RunningFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a report of ten metrics takes on the disk: our table, the same with JSONB, and one row a metric as ThingsBoard
 * keeps it, each with the index that its reads need. Filled by the database itself with the same 100 nodes and values.
 */
public final class StorageScenario implements Scenario {

    private static final int NODES = 100;
    private static final int METRICS = 10;
    /** The value of one metric: as many digits as a sensor gives. */
    private static final String VALUE = "round((random() * 100)::numeric, 2)::float8";

    private static final String NODE_AND_TIME = """
            FROM generate_series(1, %d) AS seq, generate_series(1, %d) AS n""";

    private static final String OURS_TABLE = """
            CREATE TABLE bench.ours (LIKE public.telemetry_report INCLUDING ALL)""";
    private static final String OURS_ROWS = """
            INSERT INTO bench.ours (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id,
                clock_synced, time_uncertain, node_id, stream_id, numbers)
            SELECT at, at + interval '1 s', at, seq, seq * 5000, '3f2c6c1e-1111-4222-8333-444455556666', 1, true, false,
                'node-' || n, '0b6d2f7a-aaaa-4bbb-8ccc-' || lpad(n::text, 12, '0'), numbers
            FROM (SELECT seq, n, timestamptz '2026-01-01' + seq * interval '5 s' AS at,
                    array(SELECT %s FROM generate_series(1, %d) WHERE seq + n > 0) AS numbers %s) AS rows
            """;
    private static final String NUMBERED_TABLE = """
            CREATE TABLE bench.numbered (LIKE public.telemetry_report INCLUDING ALL);
            ALTER TABLE bench.numbered DROP COLUMN stream_id, ADD COLUMN stream_no integer""";
    private static final String NUMBERED_ROWS = """
            INSERT INTO bench.numbered (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id,
                clock_synced, time_uncertain, node_id, stream_no, numbers)
            SELECT at, at + interval '1 s', at, seq, seq * 5000, '3f2c6c1e-1111-4222-8333-444455556666', 1, true, false,
                'node-' || n, n, numbers
            FROM (SELECT seq, n, timestamptz '2026-01-01' + seq * interval '5 s' AS at,
                    array(SELECT %s FROM generate_series(1, %d) WHERE seq + n > 0) AS numbers %s) AS rows
            """;
    private static final String JSONB_TABLE = """
            CREATE TABLE bench.jsonb (LIKE public.telemetry_report INCLUDING ALL);
            ALTER TABLE bench.jsonb DROP COLUMN numbers, DROP COLUMN metric_set_id, DROP COLUMN others,
                ADD COLUMN metrics jsonb NOT NULL""";
    private static final String JSONB_ROWS = """
            INSERT INTO bench.jsonb (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id,
                clock_synced, time_uncertain, node_id, stream_id, metrics)
            SELECT at, at + interval '1 s', at, seq, seq * 5000, '3f2c6c1e-1111-4222-8333-444455556666', true, false,
                'node-' || n, '0b6d2f7a-aaaa-4bbb-8ccc-' || lpad(n::text, 12, '0'), metrics
            FROM (SELECT seq, n, timestamptz '2026-01-01' + seq * interval '5 s' AS at,
                    (SELECT jsonb_object_agg(name, %s) FROM unnest(array['cpu.percent', 'mem.percent', 'mem.used.bytes',
                        'disk.free.bytes', 'disk.percent', 'temp.celsius', 'load.1m', 'net.rx.bytes', 'net.tx.bytes',
                        'energy.cost.eur']) AS name WHERE seq + n > 0) AS metrics %s) AS rows
            """;
    private static final String ROWS_TABLE = """
            CREATE TABLE bench.ts_kv (entity_id uuid NOT NULL, key int NOT NULL, ts bigint NOT NULL, bool_v boolean,
                str_v varchar(10000000), long_v bigint, dbl_v float8, json_v json, PRIMARY KEY (entity_id, key, ts))""";
    private static final String ROWS_ROWS = """
            INSERT INTO bench.ts_kv (entity_id, key, ts, dbl_v)
            SELECT ('0b6d2f7a-aaaa-4bbb-8ccc-' || lpad(n::text, 12, '0'))::uuid, key, 1767225600000 + seq * 5000, %s
            %s, generate_series(1, %d) AS key
            """;

    private @Nullable RunningFleet fleet;

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        RunningFleet running = RunningFleet.start(RunningFleet.WITHOUT_BRIDGE);
        fleet = running;
        int each = timing.quick() ? 300 : 10_000;
        String from = NODE_AND_TIME.formatted(each, NODES);
        try (Connection connection = running.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA bench");
        }
        return List.of(new Contest(
                "%,d reports of ten metrics".formatted(each * NODES),
                "B a report",
                List.of(
                        contender(
                                "float8[] with a dictionary",
                                Side.OURS,
                                "ours",
                                OURS_TABLE,
                                OURS_ROWS.formatted(VALUE, METRICS, from)),
                        contender(
                                "the same, streams by number",
                                Side.PEER,
                                "numbered",
                                NUMBERED_TABLE,
                                NUMBERED_ROWS.formatted(VALUE, METRICS, from)),
                        contender("JSONB", Side.PEER, "jsonb", JSONB_TABLE, JSONB_ROWS.formatted(VALUE, from)),
                        contender(
                                "one row a metric (ts_kv)",
                                Side.PEER,
                                "ts_kv",
                                ROWS_TABLE,
                                ROWS_ROWS.formatted(VALUE, from, METRICS))),
                List.of(
                        Goal.atMost("float8[] with a dictionary", 300),
                        Goal.atMost("float8[] with a dictionary", 0.5, "one row a metric (ts_kv)"))));
    }

    private Contender contender(String name, Side side, String table, String create, String fill) {
        return new Contender(name, side, timing -> {
            try (Connection connection =
                            Optional.ofNullable(fleet).orElseThrow().superuser();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS bench." + table);
                statement.execute(create);
                long begin = System.nanoTime();
                int rows = statement.executeUpdate(fill);
                double seconds = (System.nanoTime() - begin) / 1e9;
                statement.execute("VACUUM (ANALYZE) bench." + table);
                double reports = table.equals("ts_kv") ? rows / (double) METRICS : rows;
                double heap = size(statement, "pg_table_size('bench." + table + "')") / reports;
                double indexes = size(statement, "pg_indexes_size('bench." + table + "')") / reports;
                return Figure.of(heap + indexes)
                        .with("table B", heap)
                        .with("indexes B", indexes)
                        .with("reports/s filled within the database", reports / seconds);
            }
        });
    }

    private static double size(Statement statement, String expression) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + expression)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
    }
}
