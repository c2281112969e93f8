package io.fleethub.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * Apache Camel between the broker and a table, as its pages show it: {@code default} writes each message by camel-jdbc
 * before it is acknowledged; {@code batched} gathers up to 500, or what comes in 20 ms, and writes them by camel-sql in
 * one batch, after they were acknowledged: it is not as safe as the other. Speaks to the benchmark as its other consumers do.
 */
public final class CamelConsumer {

    private static final int BATCH = 500;
    private static final long BATCH_MILLIS = 20;

    private final AtomicLong settled = new AtomicLong();

    private CamelConsumer() {}

    public static void main(String[] arguments) throws Exception {
        new CamelConsumer().run(arguments.length > 0 && arguments[0].equals("batched"));
    }

    private void run(boolean batched) throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(setting("BENCH_DATABASE_URL") + "?reWriteBatchedInserts=true");
        pool.setUsername("postgres");
        pool.setPassword(setting("BENCH_DATABASE_PASSWORD"));
        Main main = new Main();
        main.bind("database", new HikariDataSource(pool));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                String source = "paho-mqtt5:$share/bench/nodes/+/telemetry?brokerUrl=tcp://"
                        + setting("BENCH_BROKER_HOST") + ":" + setting("BENCH_BROKER_PORT")
                        + "&clientId=HUB:camel:0&userName=HUB&password=" + setting("BENCH_HUB_SECRET")
                        + "&qos=1&cleanStart=true";
                if (batched) {
                    from(source)
                            .convertBodyTo(String.class)
                            .process(CamelConsumer::asRow)
                            .aggregate(constant(true), AggregationStrategies.groupedBody())
                            .completionSize(BATCH)
                            .completionTimeout(BATCH_MILLIS)
                            .to("sql:insert into bench.camel (topic, body) values (:#topic, :#body)"
                                    + "?dataSource=#database&batch=true")
                            .process(exchange -> settled.addAndGet(
                                    exchange.getMessage().getBody(List.class).size()));
                } else {
                    from(source)
                            .convertBodyTo(String.class)
                            .process(CamelConsumer::asStatement)
                            .to("jdbc:database?useHeadersAsParameters=true")
                            .process(exchange -> settled.incrementAndGet());
                }
            }
        });
        main.start();
        System.out.println("READY");
        tell();
    }

    private static void asRow(Exchange exchange) {
        exchange.getMessage()
                .setBody(Map.of("topic", topic(exchange), "body", exchange.getMessage().getBody(String.class)));
    }

    private static void asStatement(Exchange exchange) {
        exchange.getMessage().setHeader("topic", topic(exchange));
        exchange.getMessage().setHeader("body", exchange.getMessage().getBody(String.class));
        exchange.getMessage().setBody("insert into bench.camel (topic, body) values (:?topic, :?body)");
    }

    private static String topic(Exchange exchange) {
        return exchange.getMessage().getHeader("CamelMqttTopic", String.class);
    }

    private void tell() throws InterruptedException {
        long told = 0;
        while (true) {
            long now = settled.get();
            if (now != told) {
                System.out.println("COUNT " + now);
                told = now;
            }
            Thread.sleep(10);
        }
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return value;
    }
}
