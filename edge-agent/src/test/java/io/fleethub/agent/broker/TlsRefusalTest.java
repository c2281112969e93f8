package io.fleethub.agent.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.TestKeys;
import io.fleethub.agent.config.BrokerConfig;
import io.fleethub.agent.config.ConfigException;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret leaves the node only to a broker that has proven who it is. */
class TlsRefusalTest {

    private static final NodeSecret SECRET = new NodeSecret("0123456789abcdef".repeat(4));

    @TempDir
    static Path directory;

    private static TestKeys right;
    private static TestKeys otherAuthority;
    private static TestKeys otherName;

    private final AtomicLong sessions = new AtomicLong();

    @BeforeAll
    static void makeKeys() throws Exception {
        right = TestKeys.make(directory, "right", "dns:localhost,ip:127.0.0.1");
        otherAuthority = TestKeys.make(directory, "other-authority", "dns:localhost,ip:127.0.0.1");
        otherName = TestKeys.make(directory, "other-name", "dns:elsewhere.example");
    }

    @AfterAll
    static void forgetKeys() {
        right = null;
        otherAuthority = null;
        otherName = null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts://localhost:%d", "mqtts://127.0.0.1:%d", "wss://localhost:%d/mqtt"})
    void sendsNothingToABrokerOfAnotherAuthority(String uri) throws Exception {
        try (TlsPeer peer = TlsPeer.serve(otherAuthority);
                BrokerConnection connection = connect(uri, peer, right.certificate())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(peer.connections()).isGreaterThan(1));

            assertThat(peer.received()).isEmpty();
            assertThat(connection.state()).isNotEqualTo(BrokerConnection.State.READY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts://localhost:%d", "wss://localhost:%d/mqtt"})
    void sendsNothingToABrokerOfAnotherName(String uri) throws Exception {
        try (TlsPeer peer = TlsPeer.serve(otherName);
                BrokerConnection connection = connect(uri, peer, otherName.certificate())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(peer.connections()).isGreaterThan(1));

            assertThat(peer.received()).isEmpty();
            assertThat(connection.state()).isNotEqualTo(BrokerConnection.State.READY);
        }
    }

    @Test
    void sendsNothingToABrokerThatNoAuthorityOfTheSystemKnows() throws Exception {
        try (TlsPeer peer = TlsPeer.serve(right);
                BrokerConnection connection = connect("mqtts://localhost:%d", peer, null)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(peer.connections()).isGreaterThan(1));

            assertThat(peer.received()).isEmpty();
            assertThat(connection.state()).isNotEqualTo(BrokerConnection.State.READY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts://localhost:%d", "mqtts://127.0.0.1:%d"})
    void sendsItsNameAndSecretToTheBrokerThatProvesItself(String uri) throws Exception {
        try (TlsPeer peer = TlsPeer.serve(right);
                BrokerConnection connection = connect(uri, peer, right.certificate())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(peer.received()).contains("MQTT", "pi-1", SECRET.value()));

            assertThat(peer.handshakes()).isPositive();
            assertThat(connection.state()).isNotEqualTo(BrokerConnection.State.READY);
        }
    }

    @Test
    void namesTheKeyOfAFileThatHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> BrokerSockets.of(config("mqtts://localhost:1", empty)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("/brokerCaFile");
    }

    @Test
    void switchesNaglesDelayOff() throws Exception {
        assertThat(BrokerSockets.of(config("mqtt://localhost:1", null))
                        .createSocket()
                        .getTcpNoDelay())
                .isTrue();
        assertThat(BrokerSockets.of(config("mqtts://localhost:1", right.certificate()))
                        .createSocket()
                        .getTcpNoDelay())
                .isTrue();
    }

    private BrokerConnection connect(String uri, TlsPeer peer, @Nullable Path authority) {
        BrokerConnection connection = new PahoBrokerConnection(
                new NodeId("pi-1"),
                SECRET,
                config(uri.formatted(peer.port()), authority),
                () -> CompletableFuture.completedFuture(
                        new SessionSource.Session(sessions.incrementAndGet(), new byte[] {'{', '}'})),
                new Random(1));
        connection.start();
        return connection;
    }

    private static BrokerConfig config(String uri, @Nullable Path authority) {
        return new BrokerConfig(
                URI.create(uri),
                authority,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMinutes(1),
                8);
    }
}
