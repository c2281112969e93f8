package io.fleethub.bench.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * As many connections in one shared subscription as the hub has by default, under the hub's name. Netty, on which the
 * client stands, sets TCP_NODELAY. The settled are counted and told on standard output.
 */
final class Subscriber {

    private static final int CONNECTIONS = 4;
    private static final int RECEIVE_MAXIMUM = 1_000;
    private static final long TELL_MILLIS = 10;

    private final AtomicLong settled = new AtomicLong();

    /** Connects, subscribes and says READY; messages come on the client's threads and have to be acknowledged. */
    void run(Consumer<Mqtt5Publish> received) throws InterruptedException, ExecutionException, TimeoutException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Mqtt5AsyncClient client = Mqtt5Client.builder()
                    .identifier("HUB:bench:" + i)
                    .serverHost(setting(ConsumerProcess.BROKER_HOST))
                    .serverPort(Integer.parseInt(setting(ConsumerProcess.BROKER_PORT)))
                    .simpleAuth()
                    .username("HUB")
                    .password(setting(ConsumerProcess.HUB_SECRET).getBytes(US_ASCII))
                    .applySimpleAuth()
                    .buildAsync();
            client.connectWith()
                    .restrictions()
                    .receiveMaximum(RECEIVE_MAXIMUM)
                    .applyRestrictions()
                    .send()
                    .get(30, TimeUnit.SECONDS);
            client.subscribeWith()
                    .topicFilter("$share/bench/nodes/+/telemetry")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(received)
                    .manualAcknowledgement(true)
                    .send()
                    .get(30, TimeUnit.SECONDS);
        }
        System.out.println(ConsumerProcess.READY);
        Thread teller = new Thread(this::tell, "tell");
        teller.start();
    }

    /** Acknowledges a message that is settled. */
    void settle(Mqtt5Publish message) {
        message.acknowledge();
        settled.incrementAndGet();
    }

    private void tell() {
        long told = 0;
        try {
            while (true) {
                long now = settled.get();
                if (now != told) {
                    System.out.println(ConsumerProcess.COUNT + now);
                    told = now;
                }
                Thread.sleep(TELL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
