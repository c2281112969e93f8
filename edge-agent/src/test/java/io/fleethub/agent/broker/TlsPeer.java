package io.fleethub.agent.broker;

import io.fleethub.agent.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server that writes down every byte it can read after the handshake. */
final class TlsPeer implements AutoCloseable {

    private final SSLServerSocket server;
    private final Thread thread = new Thread(this::accept, "tls-peer");
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();

    private TlsPeer(SSLServerSocket server) {
        this.server = server;
        thread.setDaemon(true);
        thread.start();
    }

    static TlsPeer serve(TestKeys keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys.open(), TestKeys.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TlsPeer((SSLServerSocket) context.getServerSocketFactory().createServerSocket(0));
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int handshakes() {
        return handshakes.get();
    }

    synchronized String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                connections.incrementAndGet();
                socket.setSoTimeout(2_000);
                socket.startHandshake();
                handshakes.incrementAndGet();
                InputStream in = socket.getInputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    write(b);
                }
            } catch (IOException e) {
                // the peer hung up, as it should
            }
        }
    }

    private synchronized void write(int b) {
        received.write(b);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
