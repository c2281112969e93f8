package io.fleethub.bench.peer;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.bench.load.LoadNode;
import io.fleethub.bench.load.Target;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a report can take: through the broker to one subscriber, and a commit of one row. In this process, so that
 * nobody has to look for the row. Takes one message after the other.
 */
public final class FloorTarget implements Target {

    private final Mqtt5AsyncClient client;
    private final Connection connection;
    private final AtomicLong committed = new AtomicLong();

    private FloorTarget(Mqtt5AsyncClient client, Connection connection) {
        this.client = client;
        this.connection = connection;
    }

    public static Target.Factory of(RunningFleet fleet) {
        return trial -> {
            ConsumerTarget.execute(
                    fleet,
                    "CREATE SCHEMA IF NOT EXISTS bench",
                    "DROP TABLE IF EXISTS bench.floor",
                    "CREATE TABLE bench.floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)");
            Mqtt5AsyncClient client = Mqtt5Client.builder()
                    .identifier("HUB:floor:0")
                    .serverHost(fleet.mqtt().getHost())
                    .serverPort(fleet.mqtt().getPort())
                    .simpleAuth()
                    .username("HUB")
                    .password(fleet.hubSecret().getBytes(StandardCharsets.US_ASCII))
                    .applySimpleAuth()
                    .buildAsync();
            FloorTarget floor = new FloorTarget(client, fleet.superuser());
            floor.subscribe();
            return floor;
        };
    }

    private void subscribe() throws Exception {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO bench.floor (body) VALUES (?)");
        client.connect().get(30, TimeUnit.SECONDS);
        client.subscribeWith()
                .topicFilter("$share/bench/nodes/+/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> commit(insert, message))
                .send()
                .get(30, TimeUnit.SECONDS);
    }

    private void commit(PreparedStatement insert, Mqtt5Publish message) {
        try {
            insert.setString(1, new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8));
            insert.executeUpdate();
            committed.incrementAndGet();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long durable() {
        return committed.get();
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of();
    }

    @Override
    public Optional<String> fault(List<LoadNode> nodes) {
        return Optional.empty();
    }

    @Override
    public void close() throws Exception {
        client.disconnect().get(30, TimeUnit.SECONDS);
        connection.close();
    }
}
