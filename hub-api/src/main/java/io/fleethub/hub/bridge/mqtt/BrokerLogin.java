package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.BridgeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * Where the broker is and how the hub signs in, read once from the configuration. Immutable, any thread.
 *
 * @param uri in Paho's spelling: {@code tcp://} or {@code ssl://}
 */
public record BrokerLogin(
        String uri, SocketFactory sockets, String secret, Duration connectTimeout, Duration keepAlive) {

    /** @throws IllegalStateException naming the configuration key that is wrong */
    public static BrokerLogin of(URI brokerUri, BridgeConfig config) {
        String scheme = String.valueOf(brokerUri.getScheme());
        if (brokerUri.getHost() == null || !(scheme.equals("mqtt") || scheme.equals("mqtts"))) {
            throw new IllegalStateException(
                    "fleet.bridge.broker-uri: must be mqtt://host:port or mqtts://host:port, is " + brokerUri);
        }
        boolean tls = scheme.equals("mqtts");
        int port = brokerUri.getPort() > 0 ? brokerUri.getPort() : tls ? 8883 : 1883;
        return new BrokerLogin(
                (tls ? "ssl://" : "tcp://") + brokerUri.getHost() + ":" + port,
                tls ? BrokerTrust.sockets(config.brokerCaFile()) : NoDelaySockets.plain(),
                secret(config.secretFile(), config.secret()),
                config.connectTimeout(),
                config.keepAlive());
    }

    private static String secret(Optional<Path> file, Optional<String> value) {
        if (file.isEmpty()) {
            return value.orElseThrow(() -> new IllegalStateException(
                    "fleet.bridge.secret-file: the hub's MQTT secret is missing (or give fleet.bridge.secret)"));
        }
        try {
            return Files.readString(file.get(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("fleet.bridge.secret-file: cannot read " + file.get(), e);
        }
    }

    /** What every connection of ours has in common; never a topic alias, which loops for ever after a cut in flight. */
    MqttConnectionOptions options(String user) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setSocketFactory(sockets);
        options.setHttpsHostnameVerificationEnabled(true);
        options.setUserName(user);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout((int) Math.max(1, connectTimeout.toSeconds()));
        options.setKeepAliveInterval((int) Math.max(1, keepAlive.toSeconds()));
        return options;
    }

    @Override
    public String toString() {
        return uri + ", secret ***";
    }
}
