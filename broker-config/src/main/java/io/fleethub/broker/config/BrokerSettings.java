package io.fleethub.broker.config;

import io.fleethub.broker.config.ListenerSettings.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that an operator can say to the broker, from environment variables {@code FLEET_BROKER_…}.
 *
 * @param configFile a HiveMQ configuration to take instead of the packaged one
 * @param sessionCheck how often open sessions are held against the credentials
 */
public record BrokerSettings(
        Path home,
        List<ListenerSettings> listeners,
        @Nullable TlsFiles tls,
        String hubSecret,
        FeedSettings feed,
        @Nullable Path configFile,
        Duration sessionCheck,
        LimitSettings limits) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int SHORTEST_SECRET = 32;
    private static final int MQTT_PORT = 1883;
    private static final String FEED_PATH = "/api/v1/broker/credentials";

    public BrokerSettings {
        listeners = List.copyOf(listeners);
    }

    /** @throws StartRefusedException naming the variable that is missing or wrong */
    public static BrokerSettings from(Map<String, String> variables) throws StartRefusedException {
        Environment environment = new Environment(variables);
        Path home = environment
                .path("FLEET_BROKER_HOME")
                .orElseThrow(() -> new StartRefusedException("FLEET_BROKER_HOME: must be set"));
        TlsFiles tls = tls(environment);
        return new BrokerSettings(
                home,
                listeners(environment, tls != null),
                tls,
                secret(environment, "FLEET_BROKER_HUB_SECRET"),
                feed(environment),
                environment.readableFile("FLEET_BROKER_CONFIG_FILE").orElse(null),
                environment.duration("FLEET_BROKER_SESSION_CHECK_INTERVAL", Duration.ofMillis(500)),
                LimitSettings.from(environment));
    }

    private static @Nullable TlsFiles tls(Environment environment) throws StartRefusedException {
        Optional<Path> certificate = environment.readableFile("FLEET_BROKER_TLS_CERTIFICATE_FILE");
        Optional<Path> key = environment.readableFile("FLEET_BROKER_TLS_KEY_FILE");
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartRefusedException(
                    "FLEET_BROKER_TLS_CERTIFICATE_FILE and FLEET_BROKER_TLS_KEY_FILE: must be set together");
        }
        return certificate.isEmpty() ? null : new TlsFiles(certificate.get(), key.orElseThrow());
    }

    private static List<ListenerSettings> listeners(Environment environment, boolean withTls)
            throws StartRefusedException {
        List<ListenerSettings> listeners = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            String prefix = "FLEET_BROKER_" + kind.name();
            Optional<Integer> port = environment.port(prefix + "_PORT");
            if (port.isEmpty() && kind != Kind.MQTT) {
                continue;
            }
            if (kind.overTls() && !withTls) {
                throw new StartRefusedException(
                        prefix + "_PORT: needs FLEET_BROKER_TLS_CERTIFICATE_FILE and FLEET_BROKER_TLS_KEY_FILE");
            }
            String host = environment.text(prefix + "_HOST").orElse(LOOPBACK);
            listeners.add(new ListenerSettings(kind, prefix + "_PORT", host, port.orElse(MQTT_PORT)));
        }
        return listeners;
    }

    private static FeedSettings feed(Environment environment) throws StartRefusedException {
        URI given = environment.requiredHttpUri("FLEET_BROKER_FEED_URL");
        String path = given.getPath() == null ? "" : given.getPath();
        URI address = path.isEmpty() || path.equals("/") ? given.resolve(FEED_PATH) : given;
        return new FeedSettings(
                address,
                secret(environment, "FLEET_BROKER_FEED_TOKEN"),
                environment.readableFile("FLEET_BROKER_FEED_CA_FILE").orElse(null),
                environment.duration("FLEET_BROKER_FEED_WAIT", Duration.ofSeconds(25)),
                environment.duration("FLEET_BROKER_FEED_LONGEST_PAUSE", Duration.ofSeconds(1)));
    }

    private static String secret(Environment environment, String name) throws StartRefusedException {
        String secret = environment.requiredSecret(name);
        if (secret.length() < SHORTEST_SECRET) {
            throw new StartRefusedException(
                    name + ": must have at least " + SHORTEST_SECRET + " characters, has " + secret.length());
        }
        return secret;
    }

    @Override
    public String toString() {
        return "BrokerSettings[home=" + home + ", listeners=" + listeners + ", tls=" + tls
                + ", hubSecret=********, feed=" + feed + ", configFile=" + configFile + ", sessionCheck=" + sessionCheck
                + ", limits=" + limits + ']';
    }
}
