package io.fleethub.broker.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.broker.config.FeedSettings;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.schemas.NodeId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CredentialFeedTest {

    private static final NodeId A = new NodeId("a");

    @TempDir
    Path directory;

    @Test
    void aFailureBesideTheRequestDoesNotEndTheFeed() throws Exception {
        CredentialStore store = new CredentialStore(directory.resolve("credentials.json"));
        AtomicInteger changes = new AtomicInteger();
        Runnable failing = () -> {
            changes.incrementAndGet();
            throw new IllegalStateException("not now");
        };
        try (FakeFeed hub = FakeFeed.started();
                CredentialFeed feed = new CredentialFeed(
                        settings(hub.address(), Duration.ofSeconds(5)), store, failing, new Random())) {
            feed.start();
            await().untilAsserted(() -> assertThat(changes).hasValue(1));

            hub.activate("a", Secrets.node(1));
            await().untilAsserted(() -> assertThat(store.get().knows(A)).isTrue());
            hub.revoke("a");

            await().untilAsserted(() -> assertThat(changes).hasValueGreaterThan(2));
            assertThat(store.get().knows(A)).isFalse();
        }
    }

    @Test
    @Timeout(20)
    void anAnswerThatStopsInItsBodyIsAFailure() throws Exception {
        try (ServerSocket hub = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> half = CompletableFuture.supplyAsync(() -> answerHalf(hub));
            URI address = URI.create("http://127.0.0.1:" + hub.getLocalPort() + "/");
            FeedClient client = new FeedClient(settings(address, Duration.ZERO), Duration.ofMillis(500));

            assertThat(client.ask(null)).isInstanceOf(FeedResult.Failed.class);

            half.join().close();
        }
    }

    private static Socket answerHalf(ServerSocket hub) {
        try {
            Socket socket = hub.accept();
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FeedSettings settings(URI address, Duration hold) {
        return new FeedSettings(address, Secrets.FEED_TOKEN, null, hold, Duration.ofMillis(200));
    }
}
