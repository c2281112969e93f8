package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.ListenerSettings.Kind;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import io.fleethub.broker.testing.TestPki;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in that cross a network: TLS 1.2 and newer, with a given certificate, for MQTT and secure WebSocket. */
class TlsIT {

    @TempDir
    static Path home;

    private static TestPki pki;
    private static FakeFeed feed;
    private static Broker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        pki = TestPki.create(home, "RSA");
        feed = FakeFeed.started();
        feed.activate("tls-a", Secrets.node(51));
        Map<String, String> environment = TestBroker.environment(home.resolve("broker"), feed);
        environment.put("FLEET_BROKER_MQTTS_PORT", "0");
        environment.put("FLEET_BROKER_WSS_PORT", "0");
        environment.put("FLEET_BROKER_TLS_CERTIFICATE_FILE", pki.certificate().toString());
        environment.put("FLEET_BROKER_TLS_KEY_FILE", pki.key().toString());
        broker = Broker.start(BrokerSettings.from(environment), InstantSource.system());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        feed.close();
    }

    private static int port(Kind kind) {
        return broker.listeners().stream()
                .filter(listener -> listener.kind() == kind)
                .findFirst()
                .orElseThrow()
                .port();
    }

    private static SSLSession handshake(int port, String protocol) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) pki.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void oldProtocolsAreRefusedByTheBroker(String protocol) {
        for (Kind kind : new Kind[] {Kind.MQTTS, Kind.WSS}) {
            SSLHandshakeException refused =
                    assertThrows(SSLHandshakeException.class, () -> handshake(port(kind), protocol));

            assertThat(refused).hasMessageContaining("Received fatal alert");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void modernProtocolsAreAcceptedWithTheGivenCertificate(String protocol) throws Exception {
        SSLSession session = handshake(port(Kind.MQTTS), protocol);

        assertThat(session.getProtocol()).isEqualTo(protocol);
        assertThat(session.getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
        assertThat(session.getPeerPrincipal().getName()).isEqualTo("CN=broker.test");
        assertThat(handshake(port(Kind.WSS), protocol).getProtocol()).isEqualTo(protocol);
    }

    @Test
    void suiteWithoutForwardSecrecyIsRefused() {
        SSLHandshakeException refused = assertThrows(SSLHandshakeException.class, () -> {
            try (SSLSocket socket = (SSLSocket) pki.trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), port(Kind.MQTTS))) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256"});
                socket.startHandshake();
            }
        });

        assertThat(refused).hasMessageContaining("Received fatal alert");
    }

    private static MqttClient client(String scheme) throws MqttException {
        String address = scheme.equals("wss")
                ? "wss://127.0.0.1:" + port(Kind.WSS) + "/mqtt"
                : "ssl://127.0.0.1:" + port(Kind.MQTTS);
        return new MqttClient(address, "tls-a", new MemoryPersistence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl", "wss"})
    void nodeConnectsAndPublishes(String scheme) throws Exception {
        MqttClient client = client(scheme);
        Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            client.connect(options(Secrets.node(51)));
            return client.isConnected();
        });

        client.publish("nodes/tls-a/status", new MqttMessage("birth".getBytes(StandardCharsets.UTF_8), 1, false, null));

        assertThat(client.isConnected()).isTrue();
        client.disconnect();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl", "wss"})
    void wrongSecretIsRefusedHereToo(String scheme) throws Exception {
        MqttClient client = client(scheme);

        MqttException refused = assertThrows(MqttException.class, () -> client.connect(options(Secrets.node(52))));

        assertThat(refused.getReasonCode()).isEqualTo(0x87);
        client.close();
    }

    @Test
    void keyStoreIsTheBrokersAlone() throws Exception {
        Path conf = home.resolve("broker/conf");
        for (String file : new String[] {"keystore.jks", "config.xml"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    private static MqttConnectionOptions options(String secret) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("tls-a");
        options.setPassword(secret.getBytes(StandardCharsets.US_ASCII));
        options.setSocketFactory(pki.trusting().getSocketFactory());
        options.setHttpsHostnameVerificationEnabled(false);
        options.setConnectionTimeout(10);
        return options;
    }
}
