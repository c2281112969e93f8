package io.fleethub.broker.testing;

import io.fleethub.broker.Broker;
import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One broker with its feed for all tests of this process: starting is quick, stopping takes seconds. Tests keep apart by
 * the names of their nodes.
 */
public final class TestBroker implements AutoCloseable {

    private static @Nullable TestBroker shared;

    private final Broker broker;
    private final FakeFeed feed;
    private final Path home;

    private TestBroker(Broker broker, FakeFeed feed, Path home) {
        this.home = home;
        this.broker = broker;
        this.feed = feed;
    }

    /** A broker of its own, for settings that the others' tests could not live with. */
    public static TestBroker with(Map<String, String> settings) throws IOException, StartRefusedException {
        Path home = Files.createTempDirectory(Path.of("target"), "broker-home-");
        FakeFeed feed = FakeFeed.started();
        Map<String, String> environment = environment(home, feed);
        environment.putAll(settings);
        return new TestBroker(Broker.start(BrokerSettings.from(environment), InstantSource.system()), feed, home);
    }

    public static synchronized TestBroker shared() throws IOException, StartRefusedException {
        TestBroker known = shared;
        if (known == null) {
            Path home = Files.createTempDirectory(Path.of("target"), "broker-home-");
            FakeFeed feed = FakeFeed.started();
            Map<String, String> environment = environment(home, feed);
            environment.put("FLEET_BROKER_WS_PORT", "0");
            // Tests connect one node over and over, far more often than once a second.
            environment.put("FLEET_BROKER_LIMIT_BURST", "PT10M");
            Broker broker = Broker.start(BrokerSettings.from(environment), InstantSource.system());
            known = new TestBroker(broker, feed, home);
            shared = known;
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        }
        return known;
    }

    /** The variables that every broker needs, with a port of its own. */
    public static Map<String, String> environment(Path home, FakeFeed feed) {
        Map<String, String> environment = new HashMap<>();
        environment.put("FLEET_BROKER_HOME", home.toAbsolutePath().toString());
        environment.put("FLEET_BROKER_MQTT_PORT", "0");
        environment.put("FLEET_BROKER_HUB_SECRET", Secrets.HUB);
        environment.put("FLEET_BROKER_FEED_URL", feed.address().toString());
        environment.put("FLEET_BROKER_FEED_TOKEN", Secrets.FEED_TOKEN);
        environment.put("FLEET_BROKER_FEED_WAIT", "PT5S");
        return environment;
    }

    public int port(ListenerSettings.Kind kind) {
        return broker.listeners().stream()
                .filter(listener -> listener.kind() == kind)
                .findFirst()
                .orElseThrow()
                .port();
    }

    public int port() {
        return port(ListenerSettings.Kind.MQTT);
    }

    @Override
    public void close() {
        broker.close();
        feed.close();
    }

    public Path home() {
        return home.toAbsolutePath();
    }

    public FakeFeed feed() {
        return feed;
    }
}
