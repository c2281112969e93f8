package io.fleethub.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes as ThingsBoard writes to PostgreSQL: one row a metric, a batched upsert by (entity, key, time), three workers,
 * batches of up to 10,000 rows. Kinder than its model: it keeps no latest values, and a batch goes at once when a worker
 * is free. Acknowledges after the commit.
 */
public final class UpsertConsumer {

    private static final int WORKERS = 3;
    private static final int ROWS = 10_000;
    private static final int WAITING = 4_000;
    private static final String UPSERT = """
            INSERT INTO bench.ts_kv (entity_id, key, ts, bool_v, str_v, long_v, dbl_v, json_v)
            VALUES (?, ?, ?, NULL, NULL, NULL, ?, NULL)
            ON CONFLICT (entity_id, key, ts) DO UPDATE SET bool_v = EXCLUDED.bool_v, str_v = EXCLUDED.str_v,
                long_v = EXCLUDED.long_v, dbl_v = EXCLUDED.dbl_v, json_v = EXCLUDED.json_v""";

    private final Subscriber subscriber = new Subscriber();
    private final BlockingQueue<Mqtt5Publish> waiting = new ArrayBlockingQueue<>(WAITING);
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Integer> keys = new ConcurrentHashMap<>();
    private final AtomicInteger nextKey = new AtomicInteger();

    private UpsertConsumer() {}

    public static void main(String[] arguments) throws Exception {
        new UpsertConsumer().run();
    }

    private void run() throws Exception {
        for (int i = 0; i < WORKERS; i++) {
            Properties properties = new Properties();
            properties.put("user", "postgres");
            properties.put("password", Subscriber.setting(ConsumerProcess.DATABASE_PASSWORD));
            properties.put("reWriteBatchedInserts", "true");
            Connection connection =
                    DriverManager.getConnection(Subscriber.setting(ConsumerProcess.DATABASE_URL), properties);
            connection.setAutoCommit(false);
            new Thread(() -> work(connection), "upsert-" + i).start();
        }
        // All connections together never hold more than fits.
        subscriber.run(waiting::add);
    }

    private void work(Connection connection) {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            while (true) {
                List<Mqtt5Publish> batch = new ArrayList<>();
                int rows = 0;
                Mqtt5Publish next = waiting.take();
                while (next != null) {
                    batch.add(next);
                    rows += add(next, upsert);
                    next = rows < ROWS ? waiting.poll() : null;
                }
                upsert.executeBatch();
                connection.commit();
                batch.forEach(subscriber::settle);
            }
        } catch (SQLException | IOException e) {
            e.printStackTrace();
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int add(Mqtt5Publish message, PreparedStatement upsert) throws SQLException, IOException {
        UUID entity = UUID.nameUUIDFromBytes(
                message.getTopic().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        int rows = 0;
        for (JsonNode report : json.readTree(message.getPayloadAsBytes()).get("reports")) {
            // Reports of the same millisecond would meet in one key; the number keeps them apart.
            long at = Instant.parse(report.get("sampledAt").asText()).toEpochMilli() * 1_000
                    + report.get("seq").asLong() % 1_000;
            for (Map.Entry<String, JsonNode> metric : report.get("metrics").properties()) {
                upsert.setObject(1, entity);
                upsert.setInt(2, keys.computeIfAbsent(metric.getKey(), name -> nextKey.incrementAndGet()));
                upsert.setLong(3, at);
                upsert.setDouble(4, metric.getValue().asDouble());
                upsert.addBatch();
                rows++;
            }
        }
        return rows;
    }
}
