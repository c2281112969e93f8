package io.fleethub.bench.peer;

import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.bench.load.LoadNode;
import io.fleethub.bench.load.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A competitor on a fleet without a bridge, counted by itself while it runs and by its table at the end. */
public final class ConsumerTarget implements Target {

    private static final int METRICS = 10;

    private final RunningFleet fleet;
    private final ConsumerProcess consumer;
    private final int perMessage;
    private final Optional<String> rowsOfReports;

    private ConsumerTarget(
            RunningFleet fleet, ConsumerProcess consumer, int perMessage, Optional<String> rowsOfReports) {
        this.fleet = fleet;
        this.consumer = consumer;
        this.perMessage = perMessage;
        this.rowsOfReports = rowsOfReports;
    }

    /** The consumer that only acknowledges: it keeps nothing that could be counted. */
    public static Target.Factory acknowledging(RunningFleet fleet, int perMessage) {
        return trial -> new ConsumerTarget(
                fleet, ConsumerProcess.start(fleet, AcknowledgingConsumer.class), perMessage, Optional.empty());
    }

    /** The batched upsert of one row a metric. */
    public static Target.Factory upserting(RunningFleet fleet, int perMessage) {
        return trial -> {
            execute(fleet, "CREATE SCHEMA IF NOT EXISTS bench", "DROP TABLE IF EXISTS bench.ts_kv", """
                    CREATE TABLE bench.ts_kv (entity_id uuid NOT NULL, key int NOT NULL, ts bigint NOT NULL,
                        bool_v boolean, str_v varchar(10000000), long_v bigint, dbl_v float8, json_v json,
                        PRIMARY KEY (entity_id, key, ts))""", "CHECKPOINT");
            return new ConsumerTarget(
                    fleet,
                    ConsumerProcess.start(fleet, UpsertConsumer.class),
                    perMessage,
                    Optional.of("SELECT count(*) / " + METRICS + " FROM bench.ts_kv"));
        };
    }

    /** Apache Camel, one message after the other or in batches. */
    public static Target.Factory camel(RunningFleet fleet, String peers, boolean batched) {
        return trial -> {
            execute(
                    fleet,
                    "CREATE SCHEMA IF NOT EXISTS bench",
                    "DROP TABLE IF EXISTS bench.camel",
                    "CREATE TABLE bench.camel (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text, body text)",
                    "CHECKPOINT");
            return new ConsumerTarget(
                    fleet,
                    ConsumerProcess.start(
                            fleet, peers, "io.fleethub.peers.CamelConsumer", List.of(batched ? "batched" : "default")),
                    1,
                    Optional.of("SELECT count(DISTINCT body) FROM bench.camel"));
        };
    }

    static void execute(RunningFleet fleet, String... statements) throws Exception {
        try (Connection connection = fleet.superuser();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    @Override
    public long durable() {
        return consumer.count() * perMessage;
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of(
                "broker", fleet.process("broker"),
                "consumer", consumer.handle(),
                "postgres", fleet.process("postgres"));
    }

    @Override
    public Optional<String> fault(List<LoadNode> nodes) throws Exception {
        long sent = nodes.stream().mapToLong(LoadNode::sent).sum();
        if (rowsOfReports.isEmpty()) {
            return consumer.count() * perMessage == sent
                    ? Optional.empty()
                    : Optional.of("%d reports sent, %d taken".formatted(sent, consumer.count() * perMessage));
        }
        try (Connection connection = fleet.superuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(rowsOfReports.get())) {
            row.next();
            return row.getLong(1) == sent
                    ? Optional.empty()
                    : Optional.of("%d reports sent, %d kept".formatted(sent, row.getLong(1)));
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
