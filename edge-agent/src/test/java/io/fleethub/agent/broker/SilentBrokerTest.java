package io.fleethub.agent.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.config.BrokerConfig;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A broker that takes connections and never answers, as one that was stopped in the middle. */
class SilentBrokerTest {

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void givesUpAnAttemptThatIsNeverAnsweredAndLeavesNothingOpen() throws Exception {
        AtomicLong sessions = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            accept(server);
            try (BrokerConnection connection = new PahoBrokerConnection(
                    new NodeId("pi-1"),
                    new NodeSecret("0123456789abcdef".repeat(4)),
                    config(server.getLocalPort()),
                    () -> CompletableFuture.completedFuture(
                            new SessionSource.Session(sessions.incrementAndGet(), new byte[] {'{', '}'})),
                    new Random(1))) {
                connection.start();

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    assertThat(accepted).hasValueGreaterThan(2);
                    assertThat(ended).hasValueGreaterThan(1);
                });
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ended.get()).isEqualTo(accepted.get()));
        assertThat(sessions.get()).isGreaterThanOrEqualTo(accepted.get());
    }

    private void accept(ServerSocket server) {
        Thread acceptor = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            swallow(server.accept());
                        } catch (IOException e) {
                            return; // the test has closed it
                        }
                    }
                },
                "silent-broker");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void swallow(Socket socket) {
        accepted.incrementAndGet();
        Thread reader = new Thread(
                () -> {
                    try (socket;
                            InputStream in = socket.getInputStream()) {
                        while (in.read() >= 0) {
                            // never answered
                        }
                    } catch (IOException e) {
                        // cut is ended too
                    }
                    ended.incrementAndGet();
                },
                "silent-broker-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private static BrokerConfig config(int port) {
        return new BrokerConfig(
                URI.create("mqtt://127.0.0.1:" + port),
                null,
                Duration.ofMillis(400),
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMinutes(1),
                8);
    }
}
